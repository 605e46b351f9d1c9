import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { decodeEnvironment, processorEnvironment } from '@pipeline/runtime-contract';
import { awsClients } from './adapters/clients';
import { dynamoDbReceipts } from './adapters/dynamodb-receipts';
import { dynamoDbRecords } from './adapters/dynamodb-records';
import { powertoolsLog, powertoolsMetrics } from './adapters/powertools';
import { s3Objects } from './adapters/s3-objects';
import { secretKeys } from './adapters/secret-keys';
import { sqsQueue } from './adapters/sqs-queue';
import { createHandler } from './handler';
import type { Clock, Ports } from './ports';

/** Cold start: the environment is decoded, the clients are made, once per execution environment. */
const environment = decodeEnvironment(processorEnvironment, process.env);
const logger = new Logger();
const metrics = new Metrics();

const clock: Clock = { now: () => Date.now(), sleep: async (milliseconds) => void (await sleep(milliseconds)) };
const clients = awsClients(environment.TABLE_REGION, environment.MAX_WRITES_IN_FLIGHT);
const urls = { ingest: environment.INGEST_QUEUE_URL, deadLetters: environment.DEAD_LETTER_QUEUE_URL };

const ports: Ports = {
  environment,
  objects: s3Objects(clients.s3),
  records: dynamoDbRecords(clients.table, environment.TABLE_NAME, environment.STATUS_SHARDS),
  receipts: dynamoDbReceipts(clients.table, environment.TABLE_NAME, environment.STATUS_SHARDS),
  queue: sqsQueue(clients.sqs, urls),
  keys: secretKeys(clients.secrets, environment.PIPELINE_SECRET),
  clock,
  random: Math.random,
  log: powertoolsLog(logger),
  metrics: powertoolsMetrics(metrics),
};

export const handler = createHandler(ports, injectLambdaContext(logger));
