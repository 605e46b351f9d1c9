import { sqsFault } from './fault';
import { optionalInteger, textList } from './input';
import type { ReceivedMessage } from './message';
import { isBinary, md5, md5OfAttributes, type MessageAttributes, selectAttributes } from './message-attributes';
import { type Operation, type Output, queueOf } from './operation';
import { LONGEST_VISIBILITY } from './queue';

const MOST_MESSAGES = 10;
const LONGEST_WAIT = 20;

export const receiveMessage: Operation = {
  members: [
    'QueueUrl',
    'MaxNumberOfMessages',
    'VisibilityTimeout',
    'WaitTimeSeconds',
    'AttributeNames',
    'MessageSystemAttributeNames',
    'MessageAttributeNames',
  ],
  async run(context, input, request) {
    const queue = queueOf(context, input, request, 'ReceiveMessage');
    const system = [...textList(input, 'AttributeNames'), ...textList(input, 'MessageSystemAttributeNames')];
    const unknown = system.find((name) => name !== 'All' && !KNOWN.has(name));
    if (unknown !== undefined) throw sqsFault('InvalidAttributeName', `Unknown Attribute ${unknown}.`);
    const names = textList(input, 'MessageAttributeNames');
    const received = await queue.receive({
      max: optionalInteger(input, 'MaxNumberOfMessages', 1, MOST_MESSAGES) ?? 1,
      visibilityTimeout: optionalInteger(input, 'VisibilityTimeout', 0, LONGEST_VISIBILITY),
      waitSeconds: optionalInteger(input, 'WaitTimeSeconds', 0, LONGEST_WAIT),
      signal: request.signal,
    });
    if (received.length === 0) return {};
    return { Messages: received.map((message) => shownMessage(message, system, names)) };
  },
};

function shownMessage(message: ReceivedMessage, system: readonly string[], names: readonly string[]): Output {
  const attributes = selectAttributes(message.attributes, names);
  const shown = Object.entries(systemAttributes(message)).filter(
    ([name]) => system.includes('All') || system.includes(name),
  );
  return {
    MessageId: message.id,
    ReceiptHandle: message.receiptHandle,
    MD5OfBody: md5(message.body),
    Body: message.body,
    ...(shown.length > 0 ? { Attributes: Object.fromEntries(shown) } : {}),
    ...(Object.keys(attributes).length > 0
      ? { MessageAttributes: shownAttributes(attributes), MD5OfMessageAttributes: md5OfAttributes(attributes) }
      : {}),
  };
}

/** What SQS itself says of a message, all as text. */
export const systemAttributes = (message: ReceivedMessage): Readonly<Record<string, string>> => ({
  SenderId: message.senderId,
  SentTimestamp: String(message.sentAt),
  ApproximateReceiveCount: String(message.receiveCount),
  ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
  ...(message.traceHeader === undefined ? {} : { AWSTraceHeader: message.traceHeader }),
  ...(message.deadLetterSource === undefined ? {} : { DeadLetterQueueSourceArn: message.deadLetterSource }),
});

const KNOWN = new Set([
  'SenderId',
  'SentTimestamp',
  'ApproximateReceiveCount',
  'ApproximateFirstReceiveTimestamp',
  'AWSTraceHeader',
  'DeadLetterQueueSourceArn',
  // Of FIFO queues: they may be asked for, a standard queue's messages have none.
  'SequenceNumber',
  'MessageDeduplicationId',
  'MessageGroupId',
]);

const shownAttributes = (attributes: MessageAttributes): Output =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, attribute]) => [
      name,
      { DataType: attribute.dataType, [isBinary(attribute) ? 'BinaryValue' : 'StringValue']: attribute.value },
    ]),
  );
