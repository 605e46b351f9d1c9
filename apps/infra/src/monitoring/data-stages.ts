import { type IMetric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { metricNames, type PipelineNames } from '@pipeline/runtime-contract';
import type { RegionMetrics } from './region-metrics';

/** A region as a dashboard shows it. */
export interface ShownRegion {
  readonly names: PipelineNames;
  readonly metrics: RegionMetrics;
  readonly otherRegion: string;
}

/** A graph of a dashboard: what counts to the left, and what is out of order to the right. */
export interface Stage {
  readonly title: string;
  readonly left: IMetric[];
  readonly right?: IMetric[];
}

/** The way of the data, a graph for each stage of it. */
export function dataStages({ names, metrics, otherRegion }: ShownRegion): readonly Stage[] {
  const { gatewayFunction, ingestQueue, deadLetterQueue, processorFunction, auditorFunction } = names;
  // By the function's name: nobody can tell the id of the other region's API.
  const gateway = (metric: string, statistic: string, label: string) =>
    metrics.lambda(gatewayFunction, metric, statistic, label);
  const processor = (metric: string, statistic: string, label: string) =>
    metrics.lambda(processorFunction, metric, statistic, label);
  return [
    {
      title: '0 Gateway: requests',
      left: [
        gateway('Invocations', Stats.SUM, 'requests'),
        metrics.own(gatewayFunction, metricNames.uploadsIssued, {}, Stats.SUM, 'uploads issued'),
      ],
      right: [gateway('Errors', Stats.SUM, 'errors'), gateway('Throttles', Stats.SUM, 'throttles')],
    },
    {
      title: '0 Gateway: duration',
      left: [gateway('Duration', Stats.p(50), 'p50 (ms)'), gateway('Duration', Stats.p(99), 'p99 (ms)')],
    },
    {
      title: '1 Waiting in the ingest queue',
      left: [
        metrics.queue(ingestQueue, 'ApproximateNumberOfMessagesVisible', 'waiting'),
        metrics.queue(ingestQueue, 'ApproximateNumberOfMessagesNotVisible', 'being read, or in backoff'),
      ],
      right: [metrics.queue(ingestQueue, 'ApproximateAgeOfOldestMessage', 'age of the oldest (s)')],
    },
    {
      title: '2 Processor: invocations',
      left: [
        processor('Invocations', Stats.SUM, 'invocations'),
        processor('ConcurrentExecutions', Stats.MAXIMUM, 'at once'),
      ],
      right: [processor('Errors', Stats.SUM, 'errors'), processor('Throttles', Stats.SUM, 'throttles')],
    },
    {
      title: '3 Processor: duration',
      left: [processor('Duration', Stats.p(50), 'p50 (ms)'), processor('Duration', Stats.p(99), 'p99 (ms)')],
    },
    {
      title: '4 Rows',
      left: [
        metrics.counted(metricNames.rowsStored, 'stored'),
        metrics.counted(metricNames.rowsDuplicate, 'duplicate'),
        metrics.counted(metricNames.rowsSuperseded, 'superseded'),
      ],
      right: [metrics.counted(metricNames.rowsRejected, 'rejected')],
    },
    {
      title: '5 Files',
      left: [metrics.counted(metricNames.filesCompleted, 'completed')],
      right: [
        metrics.counted(metricNames.filesFailed, 'failed'),
        metrics.counted(metricNames.messagesRetried, 'messages that come back'),
      ],
    },
    {
      title: '6 Table: writes',
      left: [metrics.table('ConsumedWriteCapacityUnits', {}, Stats.SUM, 'write units')],
      right: [metrics.throttles(), metrics.systemErrors(), metrics.counted(metricNames.writeRetries, 'retries')],
    },
    { title: '7 Table: replication', left: [metrics.replicationLatency(otherRegion, `to ${otherRegion} (ms)`)] },
    {
      title: '8 Given up: dead letters',
      left: [metrics.queue(deadLetterQueue, 'ApproximateNumberOfMessagesVisible', 'dead letters')],
    },
    {
      title: '9 Audit trail: changes',
      left: [
        metrics.audited(metricNames.itemsStored, Stats.SUM, 'stored'),
        metrics.audited(metricNames.itemsRenewed, Stats.SUM, 'renewed'),
        metrics.audited(metricNames.itemsRejected, Stats.SUM, 'rejected'),
        metrics.audited(metricNames.receiptsChanged, Stats.SUM, 'receipts'),
      ],
      right: [
        metrics.audited(metricNames.itemsExpired, Stats.SUM, 'expired'),
        metrics.audited(metricNames.itemsRemoved, Stats.SUM, 'removed'),
      ],
    },
    {
      title: '10 Audit trail: how late',
      left: [
        metrics.audited(metricNames.auditLag, Stats.MAXIMUM, 'from write to entry (ms)'),
        metrics.audited(metricNames.arrivalToAudited, Stats.MAXIMUM, 'from arrival of the file to entry (ms)'),
      ],
      right: [metrics.lambda(auditorFunction, 'IteratorAge', Stats.MAXIMUM, 'age of what is read (ms)')],
    },
    {
      title: '11 Convergence: repairs',
      left: [metrics.audited(metricNames.conflictRepaired, Stats.SUM, 'higher revisions put back')],
      right: [metrics.audited(metricNames.poisonRecords, Stats.SUM, 'changes that nobody understands')],
    },
  ];
}
