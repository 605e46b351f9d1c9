import { PutObjectCommand, GetObjectCommand } from '@aws-sdk/client-s3';
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { SimulatedBucket } from '../cloud/simulated-bucket';
import { type QueuedMessage, SimulatedQueue } from '../cloud/simulated-queue';
import { SimulatedTable, type WriteInput } from '../cloud/simulated-table';
import { Random } from '../engine/random';
import { Scheduler } from '../engine/scheduler';
import { BUCKET, type LocalServices, MAX_RECEIVES, TABLE, VISIBILITY } from './local-services';
import { canonical, outcomeOf } from './outcome-of';
import { tableOperation } from './table-operation';

/** A message as both sides know it. */
interface Twin {
  readonly queue: 'ingest' | 'dlq';
  readonly handle: string;
  readonly local: string;
}

/**
 * Makes random operations on the simulated services and on the local cloud, and says where their answers differ: results
 * and names of errors, not the words of messages.
 */
export class ServiceComparison {
  readonly differences: string[] = [];
  readonly #random: Random;
  readonly #scheduler: Scheduler;
  readonly #table: SimulatedTable;
  readonly #bucket = new SimulatedBucket(BUCKET);
  readonly #queues: Readonly<Record<'ingest' | 'dlq', SimulatedQueue>>;
  readonly #twins: Twin[] = [];
  readonly #versions: {
    readonly key: string;
    readonly simulated: string;
    readonly local: string;
    readonly etag: string;
  }[] = [];
  #sent = 0;

  constructor(
    seed: number,
    private readonly local: LocalServices,
  ) {
    this.#random = new Random(seed);
    this.#scheduler = new Scheduler(new Random(seed, 1));
    this.#table = new SimulatedTable(['us-east-1'], this.#scheduler, { lag: () => 0 });
    const visibility = VISIBILITY * 1_000;
    const dlq = new SimulatedQueue('dlq', { visibility }, this.#scheduler, this.#random);
    const redrive = { maxReceiveCount: MAX_RECEIVES, to: dlq };
    this.#queues = {
      dlq,
      ingest: new SimulatedQueue('ingest', { visibility, redrive }, this.#scheduler, this.#random),
    };
  }

  async run(operations: number): Promise<void> {
    for (let index = 0; index < operations && this.differences.length < 20; index += 1) {
      const draw = this.#random.next();
      if (draw < 0.6) await this.#tableOperation();
      else if (draw < 0.75) await this.#bucketOperation();
      else await this.#queueOperation();
    }
  }

  async #both(what: string, simulated: () => unknown, local: () => Promise<unknown>): Promise<void> {
    const one = await outcomeOf(async () => simulated());
    const other = await outcomeOf(local);
    if (one !== other) this.differences.push(`${what}\n  simulated:   ${one}\n  local cloud: ${other}`);
  }

  async #tableOperation(): Promise<void> {
    const { kind, input } = tableOperation(this.#random);
    const command = { ...input, TableName: TABLE } as never;
    const what = `${kind} ${canonical(input)}`;
    const region = 'us-east-1';
    const picked = ({ Item, Attributes }: { readonly Item?: unknown; readonly Attributes?: unknown }) => ({
      Item,
      Attributes,
    });
    if (kind === 'get') {
      await this.#both(
        what,
        () => picked(this.#table.get(region, input.Key ?? {})),
        async () => picked(await this.local.table.send(new GetCommand(command))),
      );
    } else if (kind === 'put') {
      await this.#both(
        what,
        () => picked(this.#table.put(region, input)),
        async () => picked(await this.local.table.send(new PutCommand(command))),
      );
    } else {
      await this.#both(
        what,
        () => picked(this.#table.update(region, input as WriteInput)),
        async () => picked(await this.local.table.send(new UpdateCommand(command))),
      );
    }
  }

  async #bucketOperation(): Promise<void> {
    const random = this.#random;
    const key = random.pick(['a', 'b c+%', 'ü']);
    if (random.chance(0.3)) {
      const Body = Buffer.from('x'.repeat(random.below(20)) + random.below(5));
      const simulated = this.#bucket.put(key, Body, this.local.clock.time);
      const { VersionId = '', ETag = '' } = await this.local.s3.send(
        new PutObjectCommand({ Bucket: BUCKET, Key: key, Body }),
      );
      this.#versions.push({ key, simulated: simulated.versionId, local: VersionId, etag: ETag });
      return;
    }
    const version = this.#versions.length > 0 && random.chance(0.8) ? random.pick(this.#versions) : undefined;
    const IfMatch = random.chance(0.2) ? random.pick(['"none"', ...this.#versions.map(({ etag }) => etag)]) : undefined;
    const Range = random.chance(0.4) ? `bytes=${random.below(25)}-` : undefined;
    const input = {
      Key: version?.key ?? key,
      ...(IfMatch === undefined ? {} : { IfMatch }),
      ...(Range === undefined ? {} : { Range }),
    };
    await this.#both(
      `get object ${canonical(input)}`,
      () => {
        const { version: found, from } = this.#bucket.get({
          ...input,
          ...(version ? { VersionId: version.simulated } : {}),
        });
        return [Buffer.from(found.body.subarray(from)).toString(), found.etag, found.lastModified.toISOString()];
      },
      async () => {
        const answer = await this.local.s3.send(
          new GetObjectCommand({ Bucket: BUCKET, ...input, ...(version ? { VersionId: version.local } : {}) }),
        );
        return [await answer.Body?.transformToString(), answer.ETag, answer.LastModified?.toISOString()];
      },
    );
  }

  async #queueOperation(): Promise<void> {
    const random = this.#random;
    const draw = random.next();
    if (draw < 0.2) return this.#wait(random.pick([1, 5, 29, 31, 61]));
    if (draw < 0.4 && this.#queues.ingest.messages.size + this.#queues.dlq.messages.size < 9) {
      this.#sent += 1;
      const MessageBody = `message ${this.#sent}`;
      this.#queues.ingest.send(MessageBody);
      await this.local.sqs.send(new SendMessageCommand({ QueueUrl: this.local.queueUrl('ingest'), MessageBody }));
      return;
    }
    const queue = random.chance(0.8) ? 'ingest' : 'dlq';
    if (draw < 0.7 || this.#twins.length === 0) return this.#receive(queue);
    const twin = random.pick(this.#twins);
    const QueueUrl = this.local.queueUrl(twin.queue);
    if (draw < 0.85) {
      const seconds = random.pick([0, 3, 40, 43_200, 43_201]);
      await this.#both(
        `change visibility of ${twin.handle} to ${seconds}`,
        () => this.#queues[twin.queue].changeVisibility(twin.handle, seconds),
        async () => {
          const Entries = [{ Id: '0', ReceiptHandle: twin.local, VisibilityTimeout: seconds }];
          const { Failed } = await this.local.sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
          const code = Failed?.[0]?.Code;
          if (code !== undefined) throw Object.assign(new Error(), { name: code });
        },
      );
      return;
    }
    await this.#delete(twin);
  }

  /** Everything that is visible, so that the order, which SQS doesn't promise, says nothing. */
  async #receive(queue: 'ingest' | 'dlq'): Promise<void> {
    const simulated: QueuedMessage[] = this.#queues[queue].receive(10);
    const { Messages = [] } = await this.local.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: this.local.queueUrl(queue),
        MaxNumberOfMessages: 10,
        MessageSystemAttributeNames: ['ApproximateReceiveCount'],
      }),
    );
    const one = simulated.map(({ body, receives }) => `${body} x${receives}`).sort();
    const other = Messages.map(({ Body, Attributes }) => `${Body} x${Attributes?.ApproximateReceiveCount}`).sort();
    if (String(one) !== String(other)) {
      this.differences.push(`receive from ${queue}\n  simulated:   ${String(one)}\n  local cloud: ${String(other)}`);
    }
    for (const { body, handle } of simulated) {
      const twin = Messages.find(({ Body }) => Body === body);
      if (twin?.ReceiptHandle) this.#twins.push({ queue, handle, local: twin.ReceiptHandle });
      if (queue === 'dlq' && twin && this.#random.chance(0.4)) await this.#delete(this.#twins.at(-1));
    }
    if (this.#twins.length > 30) this.#twins.splice(0, 10);
  }

  async #delete(twin: Twin | undefined): Promise<void> {
    if (!twin) return;
    this.#queues[twin.queue].delete(twin.handle);
    const QueueUrl = this.local.queueUrl(twin.queue);
    await this.local.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: twin.local }));
  }

  async #wait(seconds: number): Promise<void> {
    this.local.clock.time += seconds * 1_000;
    await this.#scheduler.run(this.#scheduler.now + seconds * 1_000);
  }
}
