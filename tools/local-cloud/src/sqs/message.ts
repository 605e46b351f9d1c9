import type { StoreWrite } from '../store/store';
import { attributesSize, type MessageAttributes } from './message-attributes';

/** What a sender gives; it never changes afterwards. */
export interface MessageContent {
  readonly body: string;
  readonly attributes: MessageAttributes;
  /** `AWSTraceHeader`, the only system attribute that a sender may set. */
  readonly traceHeader?: string;
}

export interface StoredMessage extends MessageContent {
  readonly id: string;
  /** Epoch milliseconds. A move to a dead-letter queue keeps it: retention counts from here. */
  readonly sentAt: number;
  readonly senderId: string;
  /** Epoch milliseconds before which nobody receives it. */
  readonly visibleAt: number;
  /** The ARN of the queue that moved it here when its receives ran out. */
  readonly deadLetterSource?: string;
}

/** What receivers do to a message; stored beside it once the first has it. */
export interface Delivery {
  /** Epoch milliseconds until which it is in flight. */
  readonly visibleAt: number;
  readonly receiveCount: number;
  /** Epoch milliseconds. */
  readonly firstReceivedAt?: number;
  readonly receivedAt?: number;
  /** Who has it, `<kind>/<id>`, if that is one of the region's own pollers. */
  readonly owner?: string;
}

/** Messages that are about to join a queue: visible to receivers when their writes are durable and it is published. */
export interface PreparedSend {
  readonly messages: readonly StoredMessage[];
  readonly writes: readonly StoreWrite[];
  publish(): void;
}

export interface ReceivedMessage extends StoredMessage {
  readonly receiptHandle: string;
  readonly receiveCount: number;
  /** Epoch milliseconds. */
  readonly firstReceivedAt: number;
}

export interface ReceiveRequest {
  readonly max: number;
  /** Seconds; the queue's own by default. */
  readonly visibilityTimeout?: number | undefined;
  readonly waitSeconds?: number | undefined;
  /** `<kind>/<id>` of a poller of this region, see `releaseInFlight`. */
  readonly owner?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Bytes of body and attributes, as limits count them. */
export const contentSize = ({ body, attributes }: MessageContent): number =>
  Buffer.byteLength(body) + attributesSize(attributes);

/**
 * Keys of SQS in the store: `sqs/message/<queue>/<sequence>`, and `sqs/delivery/<queue>/<sequence>` for what was
 * received. The sequence rises with every message of the region; 16 digits keep its order.
 */
const pad = (sequence: number): string => String(sequence).padStart(16, '0');
export const messageKey = (queue: string, sequence: number): string => `sqs/message/${queue}/${pad(sequence)}`;
export const deliveryKey = (queue: string, sequence: number): string => `sqs/delivery/${queue}/${pad(sequence)}`;
export const sequenceOf = (key: string): number => Number(key.slice(key.lastIndexOf('/') + 1));

export const encode = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));
export const decode = <T>(bytes: Uint8Array): T => JSON.parse(Buffer.from(bytes).toString()) as T;

export const deletionOf = (queue: string, sequence: number): StoreWrite[] => [
  { type: 'delete', key: messageKey(queue, sequence) },
  { type: 'delete', key: deliveryKey(queue, sequence) },
];
