import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { mayGenerateCode } from '@pipeline/file-formats';
import { mayCompile } from '@pipeline/record-schema';
import { decodeEnvironment, processorEnvironment } from '@pipeline/runtime-contract';
import { awsClients } from './adapters/clients';
import { powertoolsLog, powertoolsMetrics } from './adapters/powertools';
import { awsPorts } from './aws-ports';
import { createHandler } from './handler';

/** Cold start: the environment is decoded, the clients are made, once per execution environment. */
const environment = decodeEnvironment(processorEnvironment, process.env);
const logger = new Logger();
const metrics = new Metrics();
if (!mayCompile()) {
  logger.warn('This process may not make code of text: rows are validated at about a fifth of the speed');
}
if (!mayGenerateCode()) {
  logger.warn('This process may not make code of text: CSV is read at about half of the speed');
}

const ports = awsPorts({
  environment,
  clients: awsClients(environment.TABLE_REGION, environment.MAX_WRITES_IN_FLIGHT),
  clock: { now: () => Date.now(), sleep: async (milliseconds) => void (await sleep(milliseconds)) },
  random: Math.random,
  log: powertoolsLog(logger),
  metrics: powertoolsMetrics(metrics),
});

export const handler = createHandler(ports, injectLambdaContext(logger));
