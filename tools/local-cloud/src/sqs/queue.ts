import { randomUUID } from 'node:crypto';
import type { Store, StoreWrite } from '../store/store';
import { Arrivals } from './arrivals';
import { invalidParameter, sqsFault } from './fault';
import {
  decode,
  deletionOf,
  type Delivery,
  deliveryKey,
  encode,
  type MessageContent,
  messageKey,
  type PreparedSend,
  type ReceivedMessage,
  type ReceiveRequest,
  sequenceOf,
  type StoredMessage,
} from './message';
import { type Entry, MessageSchedule } from './message-schedule';
import type { QueueConfiguration } from './queue-configuration';
import { readReceiptHandle, type Receipt, writeReceiptHandle } from './receipt-handle';

/** The longest that a message may stay invisible, from its receive on, in seconds. */
export const LONGEST_VISIBILITY = 43_200;

export interface QueueDepth {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

export interface QueueSurroundings {
  readonly store: Store;
  readonly clock: { now(): number };
  readonly arn: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** A number that no message of the region has had. */
  nextSequence(): number;
  /** The queue that takes what was received too often; undefined while there is none of that name. */
  deadLetterQueue(arn: string): Queue | undefined;
}

/**
 * One standard queue. Who is in flight, until when, is kept in memory in front of the store, and every change of it is
 * durable before anybody is answered.
 */
export class Queue {
  readonly #schedule = new MessageSchedule();
  readonly #arrivals = new Arrivals();

  constructor(
    public configuration: QueueConfiguration,
    private readonly around: QueueSurroundings,
  ) {}

  get name(): string {
    return this.configuration.name;
  }

  get arn(): string {
    return this.around.arn;
  }

  get createdAt(): number {
    return this.around.createdAt;
  }

  /** Takes over what an earlier process left; returns the highest sequence seen. */
  async load(): Promise<number> {
    const range = (prefix: string) => this.around.store.range({ from: `${prefix}/`, to: `${prefix}0` });
    const deliveries = new Map<number, Delivery>();
    for await (const [key, value] of range(`sqs/delivery/${this.name}`)) deliveries.set(sequenceOf(key), decode(value));
    let highest = 0;
    for await (const [key, value] of range(`sqs/message/${this.name}`)) {
      highest = sequenceOf(key);
      const message = decode<StoredMessage>(value);
      this.#add(highest, message, deliveries.get(highest));
    }
    return highest;
  }

  /** @param delaySeconds the queue's own by default. */
  prepareSend(
    contents: readonly (MessageContent & { delaySeconds?: number | undefined })[],
    senderId: string,
  ): PreparedSend {
    const sentAt = this.around.clock.now();
    const messages = contents.map(({ delaySeconds = this.configuration.delaySeconds, ...content }) => ({
      ...content,
      id: randomUUID(),
      sentAt,
      senderId,
      visibleAt: sentAt + delaySeconds * 1_000,
    }));
    return this.#prepare(messages.map((message) => ({ message })));
  }

  /** Messages, at once or as soon as there are some within the waiting time. Their receipt is durable. */
  async receive(request: ReceiveRequest): Promise<ReceivedMessage[]> {
    const { clock } = this.around;
    const wait = request.waitSeconds ?? this.configuration.receiveWaitSeconds;
    const deadline = clock.now() + wait * 1_000;
    for (;;) {
      if (request.signal?.aborted) return [];
      const { received, written } = this.#take(request);
      if (written) {
        await written;
        if (received.length > 0) return received;
        continue;
      }
      // Nothing is awaited between the look and the wait, so that no arrival is missed.
      const now = clock.now();
      if (now >= deadline) return [];
      const until = Math.min(deadline, this.#schedule.nextVisible);
      await this.#arrivals.wait(until - now, request.signal);
    }
  }

  /**
   * Deletes messages by their receipt handles. A handle of an earlier receive succeeds and deletes nothing, as in AWS.
   * @throws ServiceFault when a handle is none of this queue; nothing is deleted then.
   */
  async delete(handles: readonly string[]): Promise<void> {
    const receipts = handles.map((handle) => readReceiptHandle(handle, this.name));
    const writes: StoreWrite[] = [];
    for (const receipt of receipts) {
      if (this.#entryOf(receipt)?.receiveCount !== receipt.receiveCount) continue;
      this.#schedule.forget(receipt.sequence);
      writes.push(...deletionOf(this.name, receipt.sequence));
    }
    await this.around.store.commit(writes);
  }

  /** @throws ServiceFault when the handle's message is gone, or not in flight under it. */
  async changeVisibility(handle: string, seconds: number): Promise<void> {
    const receipt = readReceiptHandle(handle, this.name);
    const now = this.around.clock.now();
    const entry = this.#entryOf(receipt);
    if (entry === undefined || entry.receiveCount !== receipt.receiveCount) {
      const reason = 'Message does not exist or is not available for visibility timeout change.';
      throw invalidParameter(handle, 'ReceiptHandle', reason);
    }
    if (entry.visibleAt <= now) {
      throw sqsFault(
        'MessageNotInflight',
        `The message referred to by the receipt handle "${handle}" is not in flight.`,
      );
    }
    if (now + seconds * 1_000 > (entry.receivedAt ?? now) + LONGEST_VISIBILITY * 1_000) {
      const reason = `Total VisibilityTimeout for the message is beyond the limit [${LONGEST_VISIBILITY} seconds]`;
      throw invalidParameter(seconds, 'VisibilityTimeout', reason);
    }
    await this.around.store.commit([this.#hide(receipt.sequence, entry, { visibleAt: now + seconds * 1_000 })]);
    this.#arrivals.wake();
  }

  depth(): QueueDepth {
    this.#settleTime();
    return this.#schedule.counts();
  }

  /** When the oldest message of all was sent, in epoch milliseconds. */
  oldestSentAt(): number | undefined {
    this.#settleTime();
    const sent = this.#schedule.entries().map(([, { sentAt }]) => sentAt);
    return sent.length === 0 ? undefined : sent.reduce((oldest, at) => Math.min(oldest, at));
  }

  async purge(): Promise<void> {
    const sequences = this.#schedule.entries().map(([sequence]) => sequence);
    for (const sequence of sequences) this.#schedule.forget(sequence);
    const purged: StoreWrite = { type: 'put', key: this.#purgedKey, value: encode(this.around.clock.now()) };
    await this.around.store.commit([...sequences.flatMap((sequence) => deletionOf(this.name, sequence)), purged]);
  }

  /** When it was last purged, in epoch milliseconds: a restart lets nobody purge sooner. */
  get purgedAt(): number | undefined {
    const stored = this.around.store.get(this.#purgedKey);
    return stored && decode<number>(stored);
  }

  get #purgedKey(): string {
    return `sqs/purged/${this.name}`;
  }

  /** Makes the messages in flight with owners of that kind visible at once; returns how many they were. */
  async releaseInFlight(ownerKind: string): Promise<number> {
    const now = this.around.clock.now();
    const held = this.#schedule
      .entries()
      .filter(([, { owner, visibleAt }]) => owner?.startsWith(`${ownerKind}/`) && visibleAt > now);
    const writes = held.map(([sequence, entry]) => this.#hide(sequence, entry, { visibleAt: now }));
    await this.around.store.commit(writes);
    this.#arrivals.wake();
    return held.length;
  }

  /** The first messages that are visible, up to a number, without receiving them. */
  visible(max: number): { readonly sequence: number; readonly message: StoredMessage }[] {
    this.#settleTime();
    const found: { sequence: number; message: StoredMessage }[] = [];
    for (const sequence of this.#schedule.ready()) {
      if (found.length === max) break;
      found.push({ sequence, message: this.#content(sequence) });
    }
    return found;
  }

  /** Takes a message out; the writes that do so on disk are the caller's to commit, at once. */
  remove(sequence: number): StoreWrite[] {
    this.#schedule.forget(sequence);
    return deletionOf(this.name, sequence);
  }

  /** Hands out what is visible, in one turn; what was received too often goes to the dead-letter queue instead. */
  #take({ max, visibilityTimeout, owner }: ReceiveRequest): { received: ReceivedMessage[]; written?: Promise<void> } {
    const { redrive, visibilityTimeoutSeconds } = this.configuration;
    const now = this.around.clock.now();
    const deadLetters = redrive && this.around.deadLetterQueue(redrive.deadLetterArn);
    const received: ReceivedMessage[] = [];
    const writes: StoreWrite[] = [];
    const moves: { message: StoredMessage; delivery: Delivery }[] = [];
    this.#settleTime();
    for (const sequence of this.#schedule.ready()) {
      if (received.length === max) break;
      const entry = this.#schedule.get(sequence);
      if (entry === undefined) continue;
      const message = this.#content(sequence);
      if (redrive && deadLetters && entry.receiveCount >= redrive.maxReceiveCount) {
        const { id: _id, sentAt: _sentAt, owner: _owner, ...delivery } = entry;
        writes.push(...this.remove(sequence));
        moves.push({ message: { ...message, deadLetterSource: this.arn }, delivery: { ...delivery, visibleAt: now } });
        continue;
      }
      const receiveCount = entry.receiveCount + 1;
      const firstReceivedAt = entry.firstReceivedAt ?? now;
      const visibleAt = now + (visibilityTimeout ?? visibilityTimeoutSeconds) * 1_000;
      const { owner: _before, ...unowned } = entry;
      const taken = { visibleAt, receiveCount, firstReceivedAt, receivedAt: now, ...(owner ? { owner } : {}) };
      writes.push(this.#hide(sequence, unowned, taken));
      const receiptHandle = writeReceiptHandle({ queue: this.name, sequence, messageId: message.id, receiveCount });
      received.push({ ...message, receiptHandle, receiveCount, firstReceivedAt });
    }
    const moved = deadLetters?.takeOver(moves);
    if (writes.length === 0) return { received };
    const written = this.around.store.commit([...writes, ...(moved?.writes ?? [])]);
    return { received, written: written.then(() => moved?.publish()) };
  }

  /** Prepares messages that come from another queue, as they are. */
  takeOver(moves: readonly { readonly message: StoredMessage; readonly delivery?: Delivery }[]): PreparedSend {
    return this.#prepare(moves);
  }

  #prepare(sent: readonly { readonly message: StoredMessage; readonly delivery?: Delivery }[]): PreparedSend {
    const numbered = sent.map((one) => ({ ...one, sequence: this.around.nextSequence() }));
    return {
      messages: numbered.map(({ message }) => message),
      writes: numbered.flatMap(({ sequence, message, delivery }): StoreWrite[] => [
        { type: 'put', key: messageKey(this.name, sequence), value: encode(message) },
        ...(delivery ? [{ type: 'put', key: deliveryKey(this.name, sequence), value: encode(delivery) } as const] : []),
      ]),
      publish: () => {
        for (const { sequence, message, delivery } of numbered) this.#add(sequence, message, delivery);
        this.#arrivals.wake();
      },
    };
  }

  #add(sequence: number, { id, sentAt, visibleAt }: StoredMessage, delivery?: Delivery): void {
    this.#schedule.add(sequence, { visibleAt, receiveCount: 0, ...delivery, id, sentAt }, this.#retentionMs);
  }

  /** Changes when a message is visible again, in memory now and on disk by the write returned. */
  #hide(sequence: number, entry: Entry, change: Partial<Delivery>): StoreWrite {
    const changed: Entry = { ...entry, ...change };
    this.#schedule.hide(sequence, changed);
    const { id: _id, sentAt: _sentAt, ...delivery } = changed;
    return { type: 'put', key: deliveryKey(this.name, sequence), value: encode(delivery) };
  }

  #entryOf({ sequence, messageId }: Receipt): Entry | undefined {
    const entry = this.#schedule.get(sequence);
    return entry?.id === messageId ? entry : undefined;
  }

  /** @throws Error where the store lost what the schedule knows of, which nothing but a defect can bring about. */
  #content(sequence: number): StoredMessage {
    const bytes = this.around.store.get(messageKey(this.name, sequence));
    if (bytes === undefined) throw new Error(`The store has lost message ${sequence} of queue ${this.name}.`);
    return decode<StoredMessage>(bytes);
  }

  #settleTime(): void {
    const expired = this.#schedule.settle(this.around.clock.now(), this.#retentionMs);
    // Nobody waits for this to be durable: what a crash brings back expires again.
    if (expired.length > 0) void this.around.store.commit(expired.flatMap((sequence) => this.remove(sequence)));
  }

  get #retentionMs(): number {
    return this.configuration.retentionSeconds * 1_000;
  }
}
