import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { auditorEnvironment, decodeEnvironment } from '@pipeline/runtime-contract';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { dynamoDbRepair } from './adapters/dynamodb-repair';
import { powertoolsLog, powertoolsMetrics } from './adapters/powertools';
import { s3Trail } from './adapters/s3-trail';
import { createHandler } from './handler';

/** Cold start: the environment is decoded, the clients are made, once per execution environment. */
const environment = decodeEnvironment(auditorEnvironment, process.env);
const logger = new Logger();

/** A call that hangs costs five seconds. Tries back off with full jitter; what lasts longer is the mapping's to retry. */
const settings = {
  region: environment.TABLE_REGION,
  maxAttempts: 6,
  requestHandler: new NodeHttpHandler({ connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true }),
};

export const handler = createHandler(
  {
    environment,
    trail: s3Trail(new S3Client(settings), environment.AUDIT_BUCKET),
    table: dynamoDbRepair(new DynamoDBClient(settings), environment.TABLE_NAME),
    clock: { now: () => Date.now() },
    log: powertoolsLog(logger),
    metrics: powertoolsMetrics(new Metrics()),
  },
  injectLambdaContext(logger),
);
