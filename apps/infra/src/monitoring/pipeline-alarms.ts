import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { PipelineNames } from '@pipeline/runtime-contract';
import type { PipelineConfig } from '../config/pipeline-config';
import type { Alarms } from './alarms';
import type { RegionMetrics } from './region-metrics';

export interface PipelineAlarmsProps {
  readonly names: PipelineNames;
  readonly config: PipelineConfig;
  readonly metrics: RegionMetrics;
}

/** Alarms on what is waiting, and on what was given up. */
export function addQueueAlarms(alarms: Alarms, { names, config, metrics }: PipelineAlarmsProps): void {
  alarms.add('dead-letters', {
    says: 'Messages were given up: each is a file, or a slice of one, that is not in the table.',
    metric: metrics.queue(names.deadLetterQueue, 'ApproximateNumberOfMessagesVisible'),
    periodMinutes: 1,
    threshold: 1,
    critical: true,
  });
  alarms.add('ingest-queue-age', {
    says: 'The oldest message of the ingest queue waits for longer than any backoff explains.',
    metric: metrics.queue(names.ingestQueue, 'ApproximateAgeOfOldestMessage'),
    threshold: config.monitoring.maxMessageAgeSeconds,
    critical: true,
  });
}

/** Alarms on the region's replica of the table, and on its way to the other. */
export function addTableAlarms(alarms: Alarms, { config, metrics }: PipelineAlarmsProps): void {
  const { primaryRegion, standbyRegion, monitoring } = config;
  alarms.add('table-throttles', {
    says: 'DynamoDB has refused requests of table or index for 15 minutes: more is written than the ceiling allows.',
    metric: metrics.throttles(),
    threshold: 1,
    periods: 3,
    critical: false,
  });
  alarms.add('table-system-errors', {
    says: 'DynamoDB has answered with server faults for more than a moment.',
    metric: metrics.systemErrors(),
    threshold: 1,
    periods: 3,
    datapoints: 2,
    critical: true,
  });
  alarms.add('replication-latency', {
    says: 'Writes reach the other region late: what a loss of this region would cost has grown.',
    metric: metrics.replicationLatency(metrics.region === primaryRegion ? standbyRegion : primaryRegion),
    threshold: monitoring.maxReplicationLatencySeconds * 1_000,
    critical: true,
  });
}

/** Alarms on what the files hold. */
export function addRowAlarms(alarms: Alarms, { config, metrics }: PipelineAlarmsProps): void {
  const { maxRejectedSharePercent, leastRowsOfShare } = config.monitoring;
  alarms.add('rejected-rows', {
    says: 'An unusual share of the rows is refused: a producer has changed its format, or a schema is too strict.',
    metric: metrics.rejectedShare(leastRowsOfShare),
    threshold: maxRejectedSharePercent,
    critical: false,
  });
}

/**
 * A reminder that the second deployment, with `protect`, is still to come. It is on for as long as it exists: no queue
 * has fewer than 0 messages, and one that nobody uses publishes nothing.
 */
export function addProtectionAlarm(alarms: Alarms, { names, config, metrics }: PipelineAlarmsProps): void {
  if (config.protect) return;
  alarms.add('protection-off', {
    says: 'Table and stacks can be deleted: they are not protected yet.',
    metric: metrics.queue(names.ingestQueue, 'ApproximateNumberOfMessagesVisible').with({ statistic: Stats.MINIMUM }),
    threshold: 0,
    missingIsBad: true,
    critical: false,
  });
}
