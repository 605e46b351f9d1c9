import { METRICS_NAMESPACE, type PipelineNames, type SentinelEnvironment } from '@pipeline/runtime-contract';
import type { PipelineConfig } from '../config/pipeline-config';

export interface SentinelVariablesProps {
  readonly names: PipelineNames;
  readonly otherNames: PipelineNames;
  readonly config: PipelineConfig;
  readonly region: string;
  readonly otherRegion: string;
  readonly queueUrl: string;
  readonly otherQueueUrl: string;
  readonly mapping: { readonly id: string; readonly arn: string };
  readonly failoverRoleArn: string;
  readonly topicArn: string;
}

/** What the sentinel learns of both regions: the other one's by name, since no stack refers to another. */
export function sentinelVariables(props: SentinelVariablesProps): SentinelEnvironment {
  const { names, otherNames, config, mapping } = props;
  const { failover, ingestion, storage, processing } = config;
  return {
    TABLE_NAME: names.processedTable,
    TABLE_REGION: props.region,
    OTHER_REGION: props.otherRegion,
    INGESTION_BUCKET: names.ingestionBucket,
    OTHER_INGESTION_BUCKET: otherNames.ingestionBucket,
    INGEST_QUEUE_URL: props.queueUrl,
    OTHER_INGEST_QUEUE_URL: props.otherQueueUrl,
    MAPPING_ID: mapping.id,
    MAPPING_ARN: mapping.arn,
    MAXIMUM_CONCURRENCY: ingestion.maximumConcurrency,
    FAILOVER_ROLE: props.failoverRoleArn,
    NOTIFICATION_TOPIC: props.topicArn,
    TICK_RULE: names.sentinelTick,
    RECONCILE_RULE: names.sentinelReconcile,
    STATUS_SHARDS: storage.statusShards,
    VISIBILITY_TIMEOUT_SECONDS: ingestion.visibilityTimeoutSeconds,
    PROBE_TIMEOUT_MS: failover.probeTimeoutMs,
    LOST_AFTER_TICKS: failover.lostAfterTicks,
    BACK_AFTER_TICKS: failover.backAfterTicks,
    ANNOUNCED_WITHIN_SECONDS: failover.announcedWithinSeconds,
    POWERTOOLS_SERVICE_NAME: names.sentinelFunction,
    POWERTOOLS_METRICS_NAMESPACE: METRICS_NAMESPACE,
    POWERTOOLS_LOG_LEVEL: processing.logLevel,
  };
}
