import type { Random } from '../engine/random';
import type { Scheduler } from '../engine/scheduler';
import { awsError } from './aws-error';

export type MessageAttributes = Readonly<Record<string, { readonly DataType: string; readonly StringValue: string }>>;

export interface QueuedMessage {
  readonly id: string;
  readonly body: string;
  readonly attributes: MessageAttributes;
  receives: number;
  firstReceived?: number;
  receivedAt: number;
  /** Virtual milliseconds from which on it can be received. */
  visibleAt: number;
  /** Of the latest receive. */
  handle: string;
}

export interface QueueSettings {
  /** Milliseconds. */
  readonly visibility: number;
  readonly redrive?: { readonly maxReceiveCount: number; readonly to: SimulatedQueue };
}

/** SQS refuses longer ones. */
const MAX_VISIBILITY_S = 43_200;

/** A standard queue: at least once, in no order. */
export class SimulatedQueue {
  readonly messages = new Map<string, QueuedMessage>();
  #sent = 0;
  #received = 0;
  /** Called whenever something may have become visible. */
  onVisible: () => void = () => undefined;
  /** Called with a message that SQS itself moves to the dead letters. */
  onRedrive: (message: QueuedMessage) => void = () => undefined;

  constructor(
    readonly name: string,
    private readonly settings: QueueSettings,
    private readonly scheduler: Scheduler,
    private readonly random: Random,
  ) {}

  /** @param receives those that a message brings along that SQS moves from another queue */
  send(body: string, attributes: MessageAttributes = {}, delay = 0, receives = 0): { MessageId: string } {
    if (body === '')
      throw awsError('InvalidParameterValue', 400, 'The request must contain the parameter MessageBody.');
    this.#sent += 1;
    const id = `${this.name}-${this.#sent}`;
    const message: QueuedMessage = {
      id,
      body,
      attributes,
      receives,
      receivedAt: 0,
      visibleAt: this.scheduler.now + delay,
      handle: '',
    };
    this.messages.set(id, message);
    this.scheduler.after(delay, this.onVisible);
    return { MessageId: id };
  }

  /** Up to `limit` of the visible messages, any of them. One that was received too often goes to the dead letters. */
  receive(limit: number): QueuedMessage[] {
    const visible: QueuedMessage[] = [];
    for (const message of this.messages.values()) if (message.visibleAt <= this.scheduler.now) visible.push(message);
    const taken: QueuedMessage[] = [];
    while (visible.length > 0 && taken.length < limit) {
      const [message] = visible.splice(this.random.below(visible.length), 1) as [QueuedMessage];
      if (this.#redriven(message)) continue;
      message.receives += 1;
      message.firstReceived ??= this.scheduler.now;
      message.receivedAt = this.scheduler.now;
      this.#received += 1;
      message.handle = `${message.id}/${this.#received}`;
      this.#hide(message, this.settings.visibility);
      taken.push(message);
    }
    return taken;
  }

  changeVisibility(handle: string, seconds: number): void {
    const [id = ''] = handle.split('/');
    const message = this.messages.get(id);
    if (message?.handle !== handle)
      throw awsError('InvalidParameterValue', 400, 'It is not in flight under this handle.');
    if (!Number.isInteger(seconds) || seconds < 0 || seconds > MAX_VISIBILITY_S) {
      throw awsError('InvalidParameterValue', 400, `Value ${seconds} for parameter VisibilityTimeout is invalid.`);
    }
    if (message.visibleAt <= this.scheduler.now)
      throw awsError('AWS.SimpleQueueService.MessageNotInflight', 400, 'It is visible.');
    const end = this.scheduler.now + seconds * 1_000;
    if (end > message.receivedAt + MAX_VISIBILITY_S * 1_000) {
      throw awsError('InvalidParameterValue', 400, 'Total VisibilityTimeout for the message is beyond the limit.');
    }
    this.#hide(message, seconds * 1_000);
  }

  /** Takes the message off; a handle of an earlier receive may be too old to work, as with SQS. */
  delete(handle: string): void {
    const [id = ''] = handle.split('/');
    if (this.messages.get(id)?.handle === handle) this.messages.delete(id);
  }

  /** The message can be received again though it is in somebody's hands: at least once means that. */
  showAgain(message: QueuedMessage, delay: number): void {
    if (this.messages.has(message.id)) this.#hide(message, delay);
  }

  #hide(message: QueuedMessage, milliseconds: number): void {
    message.visibleAt = this.scheduler.now + milliseconds;
    this.scheduler.after(milliseconds, this.onVisible);
  }

  #redriven(message: QueuedMessage): boolean {
    const { redrive } = this.settings;
    if (!redrive || message.receives < redrive.maxReceiveCount) return false;
    this.messages.delete(message.id);
    this.onRedrive(message);
    redrive.to.send(message.body, message.attributes, 0, message.receives);
    return true;
  }
}
