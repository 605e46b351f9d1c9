import type { ServiceRequest } from '../http/service';
import { queueDoesNotExist } from './fault';
import { type Input, requiredText } from './input';
import type { MoveTasks } from './move-task';
import type { Queue } from './queue';
import type { Store } from '../store/store';

/** What the operations work on. */
export interface SqsContext {
  readonly store: Store;
  readonly queues: ReadonlyMap<string, Queue>;
  readonly moveTasks: MoveTasks;
  readonly account: string;
  readonly clock: { now(): number };
  arnOf(queueName: string): string;
}

export type Output = Readonly<Record<string, unknown>>;

/** One operation of the API, in terms of the JSON protocol; the query protocol is translated into it. */
export interface Operation {
  /** Members of its input that it understands; any other is answered 501 by name. */
  readonly members: readonly string[];
  run(context: SqsContext, input: Input, request: ServiceRequest): Output | Promise<Output>;
}

/**
 * The queue that a request's `QueueUrl` names, for a caller who may do that with it.
 * @throws ServiceFault, AccessDenied
 */
export function queueOf(context: SqsContext, input: Input, request: ServiceRequest, action: string): Queue {
  const [account, name = ''] = requiredText(input, 'QueueUrl').split('/').slice(-2);
  request.authorize(`sqs:${action}`, context.arnOf(name));
  const queue = account === context.account ? context.queues.get(name) : undefined;
  if (queue === undefined) throw queueDoesNotExist();
  return queue;
}

/** The queue that an ARN names, if this region has it. */
export const queueByArn = ({ queues, arnOf }: Pick<SqsContext, 'queues' | 'arnOf'>, arn: string): Queue | undefined => {
  const name = arn.slice(arn.lastIndexOf(':') + 1);
  return arnOf(name) === arn ? queues.get(name) : undefined;
};

/** Who sent a message, as `SenderId` shows it. */
export const senderIdOf = ({ principal }: ServiceRequest, account: string): string =>
  principal.kind === 'role'
    ? `${principal.roleName}:${principal.functionArn?.split(':').at(-1) ?? 'assumed'}`
    : account;
