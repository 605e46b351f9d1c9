import { createHandler, type Ports, type ProcessorHandler } from '@pipeline/processor';
import type { Receipt } from '@pipeline/record-schema';
import type { Context, SQSRecord } from 'aws-lambda';
import { VirtualClock } from './virtual-clock';
import { virtualReceipts } from './virtual-receipts';

/** What things cost in the model. */
export interface Costs {
  /** Processor time of a row, from bytes to a write that was sent, in milliseconds. */
  readonly rowMs: number;
  /** What one transfer from the bucket brings, in bytes a millisecond. */
  readonly bytesPerMs: number;
  /** An answer of the table, the bucket and the queue, in milliseconds. */
  readonly answerMs: number;
  /** From a message being there to its invocation, in milliseconds. */
  readonly pollMs: number;
}

export interface World {
  readonly workers: number;
  readonly costs: Costs;
  readonly sliceBytes: number;
  readonly writesInFlight: number;
  /** Rows a second that the table takes at an instant, in milliseconds from the beginning; default: all. */
  readonly capacity?: (at: number) => number;
  /** Bytes of one chunk of an object. */
  readonly chunkBytes: number;
}

const REGION = 'us-east-1';

/** Messages of one invocation. */
const BATCH = 10;

/** Bucket, queue, table and execution environments of the function in virtual time; the function itself is the real one. */
export class VirtualCloud {
  readonly clock = new VirtualClock();
  readonly receipts = new Map<string, Receipt>();
  readonly begun = this.clock.now();
  /** Rows that were stored, and writes that were refused, by second. */
  readonly stored: number[] = [];
  readonly refused: number[] = [];
  readonly #objects = new Map<string, Uint8Array>();
  readonly #queue: string[] = [];
  /** Messages that an invocation has and did not give back, by receipt handle. */
  readonly #received = new Map<string, string>();
  readonly #waiting: (() => void)[] = [];
  #busy = 0;
  #tokens = 0;
  #filledAt = this.clock.now();

  constructor(private readonly world: World) {}

  /** An object, and the message that tells of it. */
  put(key: string, body: Uint8Array): void {
    this.#objects.set(key, body);
    const s3 = { bucket: { name: 'bench' }, object: { key, versionId: 'v', size: body.length } };
    const eventTime = '2026-01-01T00:00:00.000Z';
    const event = { eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', eventTime, s3 };
    this.#queue.push(JSON.stringify({ Records: [event] }));
  }

  /** Works the queue off. @returns the milliseconds that it took */
  async run(startWorkerAt: (worker: number) => number = () => 0): Promise<number> {
    const workers = Array.from({ length: this.world.workers }, async (_, index) => {
      await this.clock.sleep(startWorkerAt(index));
      await this.#work();
    });
    await this.clock.run(Promise.all(workers));
    return this.clock.now() - this.begun;
  }

  /** One execution environment: takes message after message until nothing is left and nobody can send more. */
  async #work(): Promise<void> {
    const handler = createHandler(this.#ports());
    for (let number = 1; ; number += 1) {
      const bodies = this.#queue.splice(0, BATCH);
      if (bodies.length === 0) {
        if (this.#busy === 0) {
          for (const wake of this.#waiting.splice(0)) wake();
          return;
        }
        await new Promise<void>((wake) => this.#waiting.push(wake));
        continue;
      }
      this.#busy += 1;
      await this.clock.sleep(this.world.costs.pollMs);
      await this.#invoke(handler, bodies, number);
      this.#busy -= 1;
      if (this.#busy === 0) for (const wake of this.#waiting.splice(0)) wake();
    }
  }

  async #invoke(handler: ProcessorHandler, bodies: readonly string[], number: number): Promise<void> {
    const end = this.clock.now() + 300_000;
    const context = { awsRequestId: `r${number}`, getRemainingTimeInMillis: () => end - this.clock.now() };
    const records = bodies.map((body, index) => {
      const messageId = `m${number}-${index}`;
      this.#received.set(messageId, body);
      return { messageId, receiptHandle: messageId, body, attributes: { ApproximateReceiveCount: '1' } } as SQSRecord;
    });
    const { batchItemFailures } = await handler({ Records: records }, context as Context);
    for (const { itemIdentifier } of batchItemFailures) this.#seeAgain(itemIdentifier);
    for (const { messageId } of records) this.#received.delete(messageId);
  }

  /** A message is to be seen again, if it was not already. */
  #seeAgain(messageId: string): void {
    const body = this.#received.get(messageId);
    this.#received.delete(messageId);
    if (body !== undefined) this.#send(body);
  }

  #send(body: string): void {
    this.#queue.push(body);
    this.#waiting.shift()?.();
  }

  #ports(): Ports {
    const { clock, world } = this;
    const { costs } = world;
    const answer = () => clock.sleep(costs.answerMs);
    let freeAt = clock.now();
    /** One vCPU: what needs it stands in line. */
    const processor = async (milliseconds: number) => {
      freeAt = Math.max(freeAt, clock.now()) + milliseconds;
      await clock.sleep(freeAt - clock.now());
    };
    const write = async () => {
      await processor(costs.rowMs);
      await answer();
      const second = Math.floor((clock.now() - this.begun) / 1_000);
      const taken = this.#takes();
      const tally = taken ? this.stored : this.refused;
      tally[second] = (tally[second] ?? 0) + 1;
      if (!taken) throw Object.assign(new Error('The table takes no more.'), { name: 'TryAgain', kind: 'throttled' });
    };
    const chunks = async function* (body: Uint8Array, from: number) {
      for (let at = from; at < body.length; at += world.chunkBytes) {
        const chunk = body.subarray(at, at + world.chunkBytes);
        await clock.sleep(chunk.length / costs.bytesPerMs);
        yield chunk;
      }
    };
    const nothing = async () => undefined;
    return {
      environment: environmentOf(world),
      objects: {
        open: async ({ key }, from) => {
          await answer();
          const body = this.#objects.get(key);
          if (!body) throw new Error(`There is no ${key}.`);
          const lastModified = '2026-01-01T00:00:00.000Z';
          return {
            versionId: 'v',
            size: body.length,
            lastModified,
            chunks: chunks(body, from),
            close: () => undefined,
          };
        },
      },
      records: {
        put: async () => {
          await write();
          return { written: true };
        },
        renew: async () => ({ written: true }),
        putRejected: write,
        rejectedRow: nothing,
        resolve: nothing,
      },
      receipts: virtualReceipts(this.receipts, answer),
      queue: {
        setVisibility: async (entries) => {
          for (const { receiptHandle, seconds } of entries) if (seconds === 0) this.#seeAgain(receiptHandle);
          return [];
        },
        sendSlice: async (message) => {
          await answer();
          this.#send(JSON.stringify(message));
        },
        resend: async (body) => this.#send(body),
        sendToDeadLetters: async (body) => {
          throw new Error(`The model gives nothing up: ${body}`);
        },
      },
      keys: { hmacKeys: async () => [] },
      clock: { now: clock.now, sleep: clock.sleep },
      random: Math.random,
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      metrics: { slice: () => undefined, fileEnded: () => undefined, messageRetried: () => undefined },
    };
  }

  /** A bucket of tokens that holds a fifth of a second. */
  #takes(): boolean {
    const { capacity } = this.world;
    if (!capacity) return true;
    const now = this.clock.now();
    const perMs = capacity(now - this.begun) / 1_000;
    this.#tokens = Math.min(perMs * 200, this.#tokens + (now - this.#filledAt) * perMs);
    this.#filledAt = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}

const environmentOf = ({ sliceBytes, writesInFlight }: World): Ports['environment'] => ({
  TABLE_NAME: 'bench',
  TABLE_REGION: REGION,
  PIPELINE_REGIONS: [REGION],
  INGEST_QUEUE_URL: 'ingest',
  DEAD_LETTER_QUEUE_URL: 'dead',
  PIPELINE_SECRET: 'secret',
  MAX_RECEIVES: 10,
  STATUS_SHARDS: 16,
  MAX_ROW_BYTES: 1_048_576,
  MAX_REJECTED_ROWS: 10_000,
  MAX_REJECTED_PERCENT: 50,
  MAX_WRITES_IN_FLIGHT: writesInFlight,
  SPLIT_RESERVE_MS: 30_000,
  SLICE_BYTES: sliceBytes,
  WRITER: 'lean',
  POWERTOOLS_SERVICE_NAME: 'bench',
  POWERTOOLS_METRICS_NAMESPACE: 'bench',
  POWERTOOLS_LOG_LEVEL: 'ERROR',
});
