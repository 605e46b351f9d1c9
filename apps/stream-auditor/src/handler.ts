import middy, { type MiddlewareObj } from '@middy/core';
import { type DigestMessage, digestMessage } from '@pipeline/runtime-contract';
import type { Context, DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { auditBatch } from './audit-batch';
import type { Ports } from './ports';
import { writeDigests } from './write-digests';

/** A batch of the table's stream, or the schedule's word that digests may be due. */
export type AuditorEvent = Pick<DynamoDBStreamEvent, 'Records'> | DigestMessage;
export type AuditorAnswer = DynamoDBBatchResponse | { readonly digests: number };
export type AuditorHandler = (event: AuditorEvent, context: Context) => Promise<AuditorAnswer>;

/** The function over its ports: a list of middlewares and one call. */
export const createHandler = (ports: Ports, ...middlewares: readonly MiddlewareObj[]): AuditorHandler =>
  middy<AuditorEvent, AuditorAnswer, Error, Context>()
    .use([...middlewares])
    .handler(async (event, context) => {
      if (!digestMessage.is(event)) return auditBatch(event.Records, ports);
      const digests = await writeDigests(ports, () => context.getRemainingTimeInMillis());
      ports.metrics.digestsWritten(digests);
      return { digests };
    }) as unknown as AuditorHandler;
