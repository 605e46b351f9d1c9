import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { REGION_DIMENSION, sentinelMetricNames } from '@pipeline/runtime-contract';
import type { ShownRegion, Stage } from './data-stages';

/** What the sentinel of a region sees and does, in the order of a failover: who is there, who is held back, what is lost. */
export function sentinelStages({ names, metrics, otherRegion }: ShownRegion): readonly Stage[] {
  const named = sentinelMetricNames;
  const sentinel = (name: string, statistic: string, label: string, dimensions = {}) =>
    metrics.own(names.sentinelFunction, name, dimensions, statistic, label);
  const availability = (of: string) =>
    sentinel(named.regionAvailable, Stats.MINIMUM, `${of} is there`, { [REGION_DIMENSION]: of });
  return [
    {
      title: '12 Sentinel: which region is there (1) or not (0)',
      left: [availability(metrics.region), availability(otherRegion)],
      right: [
        sentinel(named.breakerOpen, Stats.SAMPLE_COUNT, 'ticks'),
        sentinel(named.stateChanges, Stats.SUM, 'changes'),
      ],
    },
    {
      title: '13 Sentinel: is the processor held back',
      left: [
        sentinel(named.breakerOpen, Stats.MAXIMUM, 'by the breaker (1)'),
        sentinel(named.heldWithoutNeed, Stats.MAXIMUM, 'without need (1)'),
      ],
    },
    {
      title: `14 Sentinel: heartbeats on their way to ${otherRegion}`,
      left: [sentinel(named.replicationLagSeconds, Stats.MAXIMUM, 'lag (s)')],
    },
    {
      title: `15 Sentinel: files of ${otherRegion}, once it is lost`,
      left: [sentinel(named.filesAdopted, Stats.SUM, 'adopted')],
      right: [sentinel(named.filesUnreachable, Stats.MAXIMUM, 'unreachable')],
    },
    {
      title: '16 Sentinel: own files without a receipt, or with a dead one',
      left: [sentinel(named.notificationsMissed, Stats.SUM, 'never announced')],
      right: [
        sentinel(named.receiptsStalled, Stats.SUM, 'stalled'),
        sentinel(named.unmatchedObjects, Stats.MAXIMUM, 'of no dataset'),
      ],
    },
  ];
}
