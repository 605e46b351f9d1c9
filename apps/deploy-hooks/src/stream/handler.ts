import middy, { type MiddlewareObj } from '@middy/core';
import type { CloudFormationCustomResourceEvent, Context } from 'aws-lambda';
import { answer, type AnswerPorts } from '../custom-resource/answer';
import { findStream, type FindStreamPorts } from './find-stream';

export type StreamHandler = (event: CloudFormationCustomResourceEvent, context: Context) => Promise<void>;

/** Answers CloudFormation with the stream of this region's replica. */
export const createHandler = (
  ports: FindStreamPorts & AnswerPorts,
  ...middlewares: readonly MiddlewareObj[]
): StreamHandler =>
  middy<CloudFormationCustomResourceEvent, unknown, Error, Context>()
    .use([...middlewares])
    .handler((event, context) =>
      answer(event, context, (properties, deadline) => findStream(properties, deadline, ports), ports),
    ) as unknown as StreamHandler;
