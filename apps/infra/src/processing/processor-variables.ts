import { METRICS_NAMESPACE, type PipelineNames, type ProcessorEnvironment } from '@pipeline/runtime-contract';
import type { PipelineConfig } from '../config/pipeline-config';
import type { IngestQueues } from '../ingestion/ingest-queues';

export interface ProcessorVariablesProps {
  readonly names: PipelineNames;
  readonly config: PipelineConfig;
  /** The region of the stack. */
  readonly region: string;
  readonly queues: IngestQueues;
}

/** What the processor learns of its surroundings: those of its own region only. */
export function processorVariables({ names, config, region, queues }: ProcessorVariablesProps): ProcessorEnvironment {
  const { processing } = config;
  return {
    TABLE_NAME: names.processedTable,
    TABLE_REGION: region,
    PIPELINE_REGIONS: [config.primaryRegion, config.standbyRegion],
    INGEST_QUEUE_URL: queues.queue.queueUrl,
    DEAD_LETTER_QUEUE_URL: queues.deadLetters.queueUrl,
    PIPELINE_SECRET: names.pipelineSecret,
    MAX_RECEIVES: config.ingestion.maxReceiveCount,
    STATUS_SHARDS: config.storage.statusShards,
    MAX_ROW_BYTES: processing.maxRowBytes,
    MAX_REJECTED_ROWS: processing.maxRejectedRows,
    MAX_REJECTED_PERCENT: processing.maxRejectedPercent,
    MAX_WRITES_IN_FLIGHT: processing.maxWritesInFlight,
    WRITER: processing.writer,
    SPLIT_RESERVE_MS: processing.splitReserveMs,
    SLICE_BYTES: processing.sliceBytes,
    POWERTOOLS_SERVICE_NAME: names.processorFunction,
    POWERTOOLS_METRICS_NAMESPACE: METRICS_NAMESPACE,
    POWERTOOLS_LOG_LEVEL: processing.logLevel,
  };
}
