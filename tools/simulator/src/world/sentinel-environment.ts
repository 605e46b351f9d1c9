import type { RegionServices } from '../cloud/simulated-clients';

export const TICK_RULE = 'serverless-sentinel-tick-prod';
export const RECONCILE_RULE = 'serverless-sentinel-reconcile-prod';

/** Ticks in a row after which a region is lost, and after which it is back. */
export const LOST_AFTER_TICKS = 3;
export const BACK_AFTER_TICKS = 3;

/** Seconds that a message stays hidden; twice as long nobody must have touched a receipt that is called stalled. */
export const UNTOUCHED_S = 1_800;

/** The variables of a sentinel at home in one region. @param maximum invocations of the processor at once */
export function sentinelEnvironment(home: RegionServices, other: RegionServices, maximum: number) {
  const queue = ({ region }: RegionServices) => `https://sqs.${region}.amazonaws.com/111122223333/ingest-queue`;
  const bucket = ({ buckets }: RegionServices) => [...buckets.keys()][0] ?? '';
  return {
    TABLE_NAME: 'serverless-processed-data-prod',
    TABLE_REGION: home.region,
    OTHER_REGION: other.region,
    INGESTION_BUCKET: bucket(home),
    OTHER_INGESTION_BUCKET: bucket(other),
    INGEST_QUEUE_URL: queue(home),
    OTHER_INGEST_QUEUE_URL: queue(other),
    MAPPING_ID: 'mapping',
    MAPPING_ARN: `arn:aws:lambda:${home.region}:111122223333:event-source-mapping:mapping`,
    MAXIMUM_CONCURRENCY: maximum,
    FAILOVER_ROLE: `arn:aws:iam::111122223333:role/serverless-failover-role-${other.region}-prod`,
    NOTIFICATION_TOPIC: `arn:aws:sns:${home.region}:111122223333:serverless-alerts-prod`,
    TICK_RULE,
    RECONCILE_RULE,
    STATUS_SHARDS: 8,
    VISIBILITY_TIMEOUT_SECONDS: UNTOUCHED_S,
    PROBE_TIMEOUT_MS: 2_000,
    LOST_AFTER_TICKS,
    BACK_AFTER_TICKS,
    ANNOUNCED_WITHIN_SECONDS: 900,
    POWERTOOLS_SERVICE_NAME: 'sentinel',
    POWERTOOLS_METRICS_NAMESPACE: 'ServerlessPipeline',
    POWERTOOLS_LOG_LEVEL: 'INFO' as const,
  };
}
