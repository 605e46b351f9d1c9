import type { PipelineConfig } from './pipeline-config';

/** Alarms that would ring over nothing, or when it is too late, and mails that reach nobody: one sentence each. */
export function checkMonitoring({
  monitoring,
  processing,
  ingestion,
}: Pick<PipelineConfig, 'monitoring' | 'processing' | 'ingestion'>): readonly string[] {
  const { durationPercent, emails, maxMessageAgeSeconds } = monitoring;
  const { timeoutSeconds, splitReserveMs } = processing;
  const usual = (100 * (timeoutSeconds * 1_000 - splitReserveMs)) / (timeoutSeconds * 1_000);
  return [
    ...(durationPercent <= usual
      ? [
          `monitoring.durationPercent is ${durationPercent}: it must be more than ${Math.floor(usual)}, where a slice of a large file stops as it should (processing.splitReserveMs before the timeout).`,
        ]
      : []),
    ...(maxMessageAgeSeconds >= ingestion.retentionDays * 86_400
      ? [
          `monitoring.maxMessageAgeSeconds is ${maxMessageAgeSeconds}: it must be less than ingestion.retentionDays (${ingestion.retentionDays * 86_400} s), after which the message is gone.`,
        ]
      : []),
    ...emails
      .filter((email) => !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email))
      .map((email) => `monitoring.emails has "${email}", which is no e-mail address: correct or remove it.`),
  ];
}
