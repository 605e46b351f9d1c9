import type { PipelineConfig } from './pipeline-config';

/** How a late change would be in no digest, or given up unseen: one sentence each. */
export function checkAuditing({
  auditing,
  monitoring,
}: Pick<PipelineConfig, 'auditing' | 'monitoring'>): readonly string[] {
  const { maxRecordAgeHours, digestLookbackHours } = auditing;
  return [
    ...(digestLookbackHours <= maxRecordAgeHours + 1
      ? [
          `auditing.digestLookbackHours is ${digestLookbackHours}: it must be more than ${maxRecordAgeHours + 1}, the hour of a change that is as late as auditing.maxRecordAgeHours allows, or its object is in no digest.`,
        ]
      : []),
    ...(monitoring.maxIteratorAgeMinutes >= maxRecordAgeHours * 60
      ? [
          `monitoring.maxIteratorAgeMinutes is ${monitoring.maxIteratorAgeMinutes}: it must be less than auditing.maxRecordAgeHours (${maxRecordAgeHours * 60} minutes), after which changes are given up.`,
        ]
      : []),
  ];
}
