import middy, { type MiddlewareObj } from '@middy/core';
import sqsPartialBatchFailure from '@middy/sqs-partial-batch-failure';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { startInvocation } from './invocation';
import type { Ports } from './ports';
import { processBatch } from './process-batch';
import { resilientPorts } from './resilient-ports';

export type ProcessorHandler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

/**
 * The function over its ports: a list of middlewares and one call. Failures are logged where they happen: the
 * middleware's own log would hold the whole message.
 */
export function createHandler(ports: Ports, ...middlewares: readonly MiddlewareObj[]): ProcessorHandler {
  const resilient = resilientPorts(ports);
  return middy<SQSEvent, unknown, Error, Context>()
    .use([...middlewares, sqsPartialBatchFailure({ logger: () => undefined })])
    .handler((event, context) =>
      processBatch(event.Records, startInvocation(context, ports.clock), resilient),
    ) as unknown as ProcessorHandler;
}
