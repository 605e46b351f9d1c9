import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { REGION_DIMENSION, sentinelMetricNames } from '@pipeline/runtime-contract';
import type { Alarms } from './alarms';
import type { RegionMetrics } from './region-metrics';

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
  const { regionAvailable, breakerOpen } = sentinelMetricNames;
  for (const region of regions) {
    // Of the form that a health check of Route 53 takes: a single metric of standard resolution.
    alarms.add(`region-availability-${region}`, {
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
}
