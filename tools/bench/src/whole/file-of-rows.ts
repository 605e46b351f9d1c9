import { DATASET } from '../stub/sensor-rows';

export const BUCKET = 'serverless-data-ingestion-prod';
export const TABLE = 'serverless-processed-data-prod';
export const KEY = `incoming/${DATASET}/bench.ndjson`;

/** What the functions read from their environment. */
export function surroundings(url: string): void {
  const queue = (name: string) => `${url}/000000000000/serverless-${name}-prod`;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
    AWS_SESSION_TOKEN: 'token'.repeat(60),
    TABLE_NAME: TABLE,
    TABLE_REGION: 'us-east-1',
    PIPELINE_REGIONS: 'us-east-1',
    INGEST_QUEUE_URL: queue('ingest-queue'),
    DEAD_LETTER_QUEUE_URL: queue('ingest-dlq'),
    PIPELINE_SECRET: 'serverless-pipeline-secrets-prod',
    MAX_RECEIVES: '10',
    STATUS_SHARDS: '16',
    MAX_ROW_BYTES: '1048576',
    MAX_REJECTED_ROWS: '10000',
    MAX_REJECTED_PERCENT: '50',
    MAX_WRITES_IN_FLIGHT: '128',
    WRITER: 'lean',
    SPLIT_RESERVE_MS: '30000',
    // One invocation takes the whole object, however large it is.
    SLICE_BYTES: String(1e12),
    POWERTOOLS_SERVICE_NAME: 'bench',
    POWERTOOLS_METRICS_NAMESPACE: 'ServerlessPipeline',
    POWERTOOLS_LOG_LEVEL: 'ERROR',
  });
}
