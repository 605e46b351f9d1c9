import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { REGION_DIMENSION, sentinelMetricNames } from '@pipeline/runtime-contract';
import type { Alarms } from './alarms';
import type { RegionMetrics } from './region-metrics';

/** The id of the alarm on one region's availability. */
export const regionAvailabilityAlarm = (region: string): string => `region-availability-${region}`;

/**
 * Alarms on what the sentinel of a region finds: whether each region is there, and whether the breaker holds the processor
 * back. No data is a bad sign of one that speaks every minute.
 */
export function addSentinelAlarms(
  alarms: Alarms,
  sentinel: string,
  regions: readonly string[],
  metrics: RegionMetrics,
): void {
  const { regionAvailable, breakerOpen, heldWithoutNeed, receiptsStalled, unmatchedObjects } = sentinelMetricNames;
  for (const region of regions) {
    // Of the form that a health check of Route 53 takes: a single metric of standard resolution.
    alarms.add(regionAvailabilityAlarm(region), {
      says: `Seen from ${metrics.region}, table, bucket or queue of ${region} have not answered for 3 minutes.`,
      metric: metrics.own(sentinel, regionAvailable, { [REGION_DIMENSION]: region }, Stats.MINIMUM),
      threshold: 1,
      on: 'below',
      periodMinutes: 1,
      periods: 3,
      missingIsBad: true,
      critical: true,
    });
  }
  alarms.add('breaker-open', {
    says: 'The breaker has held the processor back for 15 minutes: files wait in the ingest queue.',
    metric: metrics.own(sentinel, breakerOpen, {}, Stats.MINIMUM),
    threshold: 1,
    periodMinutes: 1,
    periods: 15,
    critical: true,
  });
  alarms.add('processor-held', {
    says: 'The table answers, and yet the processor has not been fed for 15 minutes: somebody has disabled its mapping, or the breaker is stuck.',
    metric: metrics.own(sentinel, heldWithoutNeed, {}, Stats.MINIMUM),
    threshold: 1,
    periodMinutes: 1,
    periods: 15,
    critical: true,
  });
  alarms.add('sentinel-silent', {
    says: 'The sentinel has not spoken for 5 minutes: nobody watches the regions, and no breaker opens.',
    metric: metrics.own(sentinel, breakerOpen, {}, Stats.SAMPLE_COUNT),
    threshold: 1,
    on: 'below',
    periodMinutes: 1,
    periods: 5,
    missingIsBad: true,
    critical: true,
  });
  alarms.add('stalled-files', {
    says: 'Files were given up that nobody worked on any more: their messages are among the dead letters, or gone.',
    metric: metrics.own(sentinel, receiptsStalled, {}, Stats.SUM),
    threshold: 1,
    critical: false,
  });
  alarms.add('unmatched-objects', {
    says: 'Objects lie under incoming/ that no rule matches: nobody reads them.',
    metric: metrics.own(sentinel, unmatchedObjects, {}, Stats.MAXIMUM),
    threshold: 1,
    critical: false,
  });
}
