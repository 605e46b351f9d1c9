import { readBody } from '../http/read-body';
import { NotEmulated, type Service, type ServiceRequest } from '../http/service';
import type { Store } from '../store/store';
import { refuseUnknownMembers } from './input';
import { decode, encode, type MessageContent, type PreparedSend } from './message';
import { MoveTasks } from './move-task';
import { queueByArn, type SqsContext } from './operation';
import { sqsOperations } from './operations';
import { jsonOperation, readJson, renderJson, renderJsonFault } from './protocol-json';
import { readForm, renderQuery, renderQueryFault } from './protocol-query';
import { Queue } from './queue';
import { type QueueConfiguration, refuseQueue } from './queue-configuration';

export type { QueueConfiguration } from './queue-configuration';
export type { PreparedSend, ReceivedMessage, ReceiveRequest } from './message';
export type { Queue, QueueDepth } from './queue';
export { systemAttributes } from './receive-message';

export interface SqsOptions {
  readonly store: Store;
  readonly region: string;
  readonly account: string;
  readonly clock: { now(): number };
}

export interface SqsService extends Service {
  /**
   * Makes a queue as its template says, or takes over the one of an earlier start with its messages.
   * @throws Error with what to do, when SQS would refuse the configuration.
   */
  ensureQueue(configuration: QueueConfiguration): Promise<void>;
  /** @throws Error when there is no queue of that name. */
  queue(name: string): Queue;
  /**
   * A message of S3 for a queue: its writes go into a commit of the caller's, who publishes it afterwards.
   * @throws Error when there is no such queue.
   */
  deliver(queueArn: string, body: string, sourceArn: string): PreparedSend;
  /** Sends a message on behalf of the region itself. */
  send(queueName: string, content: Partial<MessageContent> & Pick<MessageContent, 'body'>): Promise<void>;
  /**
   * Makes the messages that are in flight with owners `<kind>/…` visible at once: at the start of a region its own
   * pollers of before are dead. Those that other clients received keep their deadline.
   * @returns how many they were.
   */
  releaseInFlight(ownerKind: string): Promise<number>;
  /** Goes on with the message moves of an earlier process; call it when all queues are there. */
  resumeMoves(): Promise<void>;
  /** Ends the work in the background; the store can be closed afterwards. */
  close(): Promise<void>;
}

/** Bytes of one request: a batch of 1 MiB, escaped. */
const LARGEST_REQUEST = 16 * 1024 ** 2;

const createdKey = (name: string): string => `sqs/queue/${name}`;

/** Amazon SQS, standard queues, over a store; speaks the JSON and the query protocol. */
export function createSqsService({ store, region, account, clock }: SqsOptions): SqsService {
  const queues = new Map<string, Queue>();
  const operations = sqsOperations();
  const arnOf = (name: string) => `arn:aws:sqs:${region}:${account}:${name}`;
  const byArn = (arn: string) => queueByArn({ queues, arnOf }, arn);
  const moveTasks = new MoveTasks({ store, clock, queueByArn: byArn });
  const context: SqsContext = { store, queues, moveTasks, account, clock, arnOf };
  let lastSequence = 0;
  // Time in the upper digits keeps it above the sequences of messages that are deleted by now.
  const nextSequence = () => (lastSequence = Math.max(lastSequence + 1, clock.now() * 1_024));

  const queueNamed = (name: string): Queue => {
    const queue = queues.get(name);
    if (queue === undefined) throw new Error(`There is no queue ${name} in ${region}.`);
    return queue;
  };

  const run = async (operation: string, input: Record<string, unknown>, request: ServiceRequest) => {
    const known = operations.get(operation);
    if (known === undefined) throw new NotEmulated('SQS', operation);
    refuseUnknownMembers(input, known.members, operation);
    return known.run(context, input, request);
  };

  return {
    scope: 'sqs',
    async handle(request) {
      const json = jsonOperation(request);
      const text = (await readBody(request.body, LARGEST_REQUEST)).toString();
      if (json !== undefined) return renderJson(await run(json, readJson(text), request));
      const { operation, input } = readForm(
        request.method === 'GET' ? request.query : new URLSearchParams(text),
        request,
      );
      return renderQuery(operation, await run(operation, input, request), request.requestId);
    },
    fault: (error, request) =>
      jsonOperation(request) === undefined ? renderQueryFault(error, request.requestId) : renderJsonFault(error),
    async ensureQueue(configuration) {
      const refusal = refuseQueue(configuration);
      if (refusal !== undefined) throw new Error(refusal);
      const { name } = configuration;
      const existing = queues.get(name);
      if (existing) {
        existing.configuration = configuration;
        return;
      }
      const stored = store.get(createdKey(name));
      const createdAt = stored === undefined ? clock.now() : decode<number>(stored);
      const around = { store, clock, arn: arnOf(name), createdAt, nextSequence, deadLetterQueue: byArn };
      const queue = new Queue(configuration, around);
      lastSequence = Math.max(lastSequence, await queue.load());
      if (stored === undefined) {
        await store.commit([{ type: 'put', key: createdKey(name), value: encode(createdAt) }]);
      }
      queues.set(name, queue);
    },
    queue: queueNamed,
    deliver(queueArn, body, sourceArn) {
      const queue = byArn(queueArn);
      if (queue === undefined) {
        throw new Error(
          `${sourceArn} notifies the queue ${queueArn}, which is not in ${region}. Add it to the template.`,
        );
      }
      return queue.prepareSend([{ body, attributes: {} }], 's3.amazonaws.com');
    },
    async send(queueName, { body, attributes = {} }) {
      const prepared = queueNamed(queueName).prepareSend([{ body, attributes }], account);
      await store.commit(prepared.writes);
      prepared.publish();
    },
    async releaseInFlight(ownerKind) {
      let released = 0;
      for (const queue of queues.values()) released += await queue.releaseInFlight(ownerKind);
      return released;
    },
    resumeMoves: () => moveTasks.resume(),
    close: () => moveTasks.close(),
  };
}
