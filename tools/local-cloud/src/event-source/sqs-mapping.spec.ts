import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome } from '../lambda/invocation';
import type { PlannedMapping } from '../template/planned';
import type { MessageSource, ReceivedMessage } from './message-source';
import { type SqsMapping, startSqsMapping } from './sqs-mapping';

const planned: PlannedMapping = {
  id: 'mapping',
  queueArn: 'arn:aws:sqs:us-east-1:000000000000:queue',
  functionName: 'f',
  batchSize: 3,
  batchingWindowSeconds: 0,
  reportBatchItemFailures: true,
  maximumConcurrency: 2,
  enabled: true,
};

/** A queue whose messages stay invisible for good once they are received. */
class Queue implements MessageSource {
  readonly deleted: string[] = [];
  readonly visible: string[] = [];
  #wake: () => void = () => undefined;

  send(...ids: string[]): void {
    this.visible.push(...ids);
    this.#wake();
  }

  async receive({ max, signal }: { max: number; signal: AbortSignal }): Promise<readonly ReceivedMessage[]> {
    if (this.visible.length === 0 && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
    return this.visible.splice(0, max).map((id) => ({
      messageId: id,
      receiptHandle: `handle-${id}`,
      body: id,
      md5OfBody: '',
      attributes: {},
      messageAttributes: {},
    }));
  }

  delete(receiptHandle: string): Promise<void> {
    this.deleted.push(receiptHandle.slice('handle-'.length));
    return Promise.resolve();
  }
}

const answer = (value: unknown): Outcome => ({ kind: 'response', payload: JSON.stringify(value) });
const failures = (...ids: string[]) => answer({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) });
const error: Outcome = { kind: 'error', error: { errorType: 'Error', errorMessage: 'broken' } };
const idsOf = (event: unknown) =>
  (event as { Records: { messageId: string }[] }).Records.map(({ messageId }) => messageId);

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(1);
}

describe('SQS mapping', () => {
  let queue: Queue;
  let batches: string[][];
  let trouble: string[];
  let mapping: SqsMapping;

  const start = (invoke: (ids: string[]) => Outcome | Promise<Outcome>, changed: Partial<PlannedMapping> = {}) => {
    mapping = startSqsMapping({
      mapping: { ...planned, ...changed },
      source: queue,
      invoke: async (event) => {
        batches.push(idsOf(event));
        return invoke(idsOf(event));
      },
      onTrouble: (message) => trouble.push(message),
      backoffMs: { first: 1, longest: 2 },
    });
  };
  const settled = async (count: number) => {
    await until(() => batches.flat().length >= count);
    await mapping.stop();
  };

  beforeEach(() => {
    queue = new Queue();
    batches = [];
    trouble = [];
  });
  afterEach(() => mapping.stop());

  describe('batches', () => {
    it('are no larger than the batch size', async () => {
      queue.send('1', '2', '3', '4');
      start(() => answer(null));
      await settled(4);
      expect(batches).toEqual([['1', '2', '3'], ['4']]);
      expect(queue.deleted).toEqual(['1', '2', '3', '4']);
    });

    it('are no more at once than the concurrency', async () => {
      let open: () => void = () => undefined;
      const gate = new Promise<void>((resolve) => (open = resolve));
      queue.send(...'123456789');
      start(() => gate.then(() => answer(null)));
      await until(() => batches.length === 2);
      await sleep(5);
      expect(batches).toHaveLength(2);
      expect(mapping.inFlight()).toBe(2);
      expect(queue.visible).toEqual(['7', '8', '9']);
      open();
      await settled(9);
      expect(queue.deleted.sort()).toEqual([...'123456789']);
    });

    it('wait for the window to fill', async () => {
      queue.send('1');
      start(() => answer(null), { batchingWindowSeconds: 30 });
      await sleep(5);
      expect(batches).toEqual([]);
      queue.send('2', '3');
      await settled(3);
      expect(batches).toEqual([['1', '2', '3']]);
    });
  });

  describe('answers', () => {
    it('delete the messages that are not named as failures', async () => {
      queue.send('1', '2', '3');
      start(() => failures('2'));
      await settled(3);
      expect(queue.deleted).toEqual(['1', '3']);
      expect(trouble).toEqual([]);
    });

    it.each<[string, Outcome, string]>([
      ['an error of the function', error, 'f failed: Error: broken'],
      ['an id that is not in the batch', failures('9'), 'f answered what fails its whole batch:'],
      ['no object', answer('ok'), 'The answer is not an object.'],
    ])('delete nothing after %s', async (_, outcome, message) => {
      queue.send('1', '2');
      start(() => outcome);
      await settled(2);
      expect(queue.deleted).toEqual([]);
      expect(trouble).toEqual([expect.stringContaining(message)]);
    });

    it('are not read where the mapping does not report failures', async () => {
      queue.send('1');
      start(() => failures('1'), { reportBatchItemFailures: false });
      await settled(1);
      expect(queue.deleted).toEqual(['1']);
    });

    it('let it go on after a failure', async () => {
      queue.send('1');
      start(([id]) => (id === '1' ? error : answer(null)));
      await until(() => trouble.length === 1);
      queue.send('2');
      await settled(2);
      expect(queue.deleted).toEqual(['2']);
    });
  });

  describe('state', () => {
    it('receives nothing while it is disabled', async () => {
      queue.send('1');
      start(() => answer(null), { enabled: false });
      await sleep(5);
      expect([mapping.state(), batches]).toEqual(['Disabled', []]);
      mapping.setEnabled(true);
      expect(mapping.state()).toBe('Enabled');
      await settled(1);
      expect(queue.deleted).toEqual(['1']);
    });

    it('stops only after the batches that are with the function', async () => {
      queue.send('1');
      start(async () => {
        await sleep(10);
        return answer(null);
      });
      await until(() => batches.length === 1);
      await mapping.stop();
      expect(queue.deleted).toEqual(['1']);
      queue.send('2');
      await sleep(5);
      expect(batches).toEqual([['1']]);
    });

    it('goes on when the queue is in trouble', async () => {
      const receive = queue.receive.bind(queue);
      let fails = 2;
      queue.receive = (options) => (fails-- > 0 ? Promise.reject(new Error('disk full')) : receive(options));
      queue.send('1');
      start(() => answer(null));
      await settled(1);
      expect(trouble).toEqual(Array(2).fill(`The queue ${planned.queueArn} could not be polled: Error: disk full`));
    });
  });
});
