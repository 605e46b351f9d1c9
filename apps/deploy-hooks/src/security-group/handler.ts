import middy, { type MiddlewareObj } from '@middy/core';
import type { CloudFormationCustomResourceEvent, Context } from 'aws-lambda';
import { answer, type AnswerPorts } from '../custom-resource/answer';
import { closeGroup, type SecurityGroups } from './close-group';

export type SecurityGroupHandler = (event: CloudFormationCustomResourceEvent, context: Context) => Promise<void>;

/** Answers CloudFormation when the default security group of a network is closed. */
export const createHandler = (
  ports: AnswerPorts & { readonly groups: SecurityGroups },
  ...middlewares: readonly MiddlewareObj[]
): SecurityGroupHandler =>
  middy<CloudFormationCustomResourceEvent, unknown, Error, Context>()
    .use([...middlewares])
    .handler((event, context) =>
      answer(event, context, (properties) => closeGroup(properties, ports.groups), ports),
    ) as unknown as SecurityGroupHandler;
