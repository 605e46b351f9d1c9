import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { metricNames } from '@pipeline/runtime-contract';
import type { Alarms } from './alarms';
import type { RegionMetrics } from './region-metrics';

/** The stream's way into the trail. */
export interface WatchedAudit {
  readonly auditor: string;
  /** UUID of the mapping of the stream. */
  readonly mappingId: string;
}

/** Alarms on what the trail lacks, and on what it tells of that should not happen. */
export function addAuditAlarms(alarms: Alarms, { auditor, mappingId }: WatchedAudit, metrics: RegionMetrics): void {
  alarms.add('audit-failures', {
    says: 'Changes were given up: they are not in the trail of this region, or a repair of them was not made.',
    metric: metrics.givenUp(mappingId),
    threshold: 1,
    critical: true,
  });
  alarms.add('unexplained-removals', {
    says: 'Items were deleted whose time was not over: nothing of the pipeline does that.',
    metric: metrics.own(auditor, metricNames.itemsRemoved, {}, Stats.SUM),
    threshold: 1,
    critical: true,
  });
}
