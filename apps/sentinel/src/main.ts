import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { decodeEnvironment, sentinelEnvironment } from '@pipeline/runtime-contract';
import { awsClients } from './adapters/clients';
import { powertoolsLog, powertoolsMetrics } from './adapters/powertools';
import { awsPorts } from './aws-ports';
import { createHandler } from './handler';

/** Cold start: the environment is decoded, the clients are made, once per execution environment. */
const environment = decodeEnvironment(sentinelEnvironment, process.env);
const logger = new Logger();

const ports = awsPorts({
  environment,
  clients: awsClients(environment.TABLE_REGION, environment.OTHER_REGION, environment.PROBE_TIMEOUT_MS),
  clock: { now: () => Date.now(), sleep: (milliseconds) => sleep(milliseconds) },
  log: powertoolsLog(logger),
  metrics: powertoolsMetrics(new Metrics()),
});

export const handler = createHandler(ports, injectLambdaContext(logger));
