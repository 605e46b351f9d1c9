import { NotEmulated } from '../http/service';
import { batchEntries, forEachEntry } from './batch';
import { invalidParameter, missingParameter, sqsFault } from './fault';
import { asInput, type Input, optionalInteger, optionalText, requiredText } from './input';
import { contentSize, type MessageContent, type PreparedSend } from './message';
import {
  checkMessageAttributes,
  isAllowedText,
  md5,
  md5OfAttributes,
  type MessageAttribute,
  type MessageAttributes,
} from './message-attributes';
import { type Operation, type Output, queueOf, senderIdOf } from './operation';
import type { Queue } from './queue';

const LONGEST_DELAY = 900;
/** All messages of a batch together, in bytes: 1 MiB. */
const LARGEST_BATCH = 1_048_576;

const MEMBERS = ['MessageBody', 'DelaySeconds', 'MessageAttributes', 'MessageSystemAttributes'];

type Sending = MessageContent & { readonly delaySeconds?: number | undefined };

export const sendMessage: Operation = {
  members: ['QueueUrl', ...MEMBERS],
  async run(context, input, request) {
    const queue = queueOf(context, input, request, 'SendMessage');
    const sending = readSending(input, queue);
    return send(context.store, queue, sending, senderIdOf(request, context.account));
  },
};

export const sendMessageBatch: Operation = {
  members: ['QueueUrl', 'Entries'],
  async run(context, input, request) {
    const queue = queueOf(context, input, request, 'SendMessage');
    const entries = batchEntries(input, 'SendMessageBatch', MEMBERS);
    const size = entries.reduce((sum, entry) => sum + contentSize(readContent(entry)), 0);
    if (size > LARGEST_BATCH) {
      throw sqsFault(
        'BatchRequestTooLong',
        `Batch requests cannot be longer than ${LARGEST_BATCH} bytes. You have sent ${size} bytes.`,
      );
    }
    return forEachEntry(entries, (entry) =>
      send(context.store, queue, readSending(entry, queue), senderIdOf(request, context.account)),
    );
  },
};

/** The sends of a batch are committed together by the store, which groups what is on its way. */
async function send(
  store: { commit(writes: PreparedSend['writes']): Promise<void> },
  queue: Queue,
  sending: Sending,
  senderId: string,
): Promise<Output> {
  const prepared = queue.prepareSend([sending], senderId);
  await store.commit(prepared.writes);
  prepared.publish();
  const traced: MessageAttributes = sending.traceHeader
    ? { AWSTraceHeader: { dataType: 'String', value: sending.traceHeader } }
    : {};
  return {
    MessageId: prepared.messages[0]?.id,
    MD5OfMessageBody: md5(sending.body),
    MD5OfMessageAttributes: md5OfAttributes(sending.attributes),
    MD5OfMessageSystemAttributes: md5OfAttributes(traced),
  };
}

function readSending(input: Input, queue: Queue): Sending {
  const content = readContent(input);
  if (content.body === '') throw missingParameter('MessageBody');
  if (!isAllowedText(content.body)) {
    throw sqsFault(
      'InvalidMessageContents',
      'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF',
    );
  }
  checkMessageAttributes(content.attributes);
  const { maximumMessageBytes } = queue.configuration;
  if (contentSize(content) > maximumMessageBytes) {
    throw sqsFault(
      'InvalidParameterValueException',
      `One or more parameters are invalid. Reason: Message must be shorter than ${maximumMessageBytes} bytes.`,
    );
  }
  return { ...content, delaySeconds: optionalInteger(input, 'DelaySeconds', 0, LONGEST_DELAY) };
}

function readContent(input: Input): MessageContent {
  const system = readAttributes(input, 'MessageSystemAttributes');
  const { AWSTraceHeader: trace, ...others } = system;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) {
    throw invalidParameter(unknown, 'MessageSystemAttributes', 'The only system attribute is AWSTraceHeader.');
  }
  return {
    body: optionalText(input, 'MessageBody') ?? '',
    attributes: readAttributes(input, 'MessageAttributes'),
    ...(trace ? { traceHeader: trace.value } : {}),
  };
}

function readAttributes(input: Input, member: string): MessageAttributes {
  const attributes = input[member];
  if (attributes === undefined || attributes === null) return {};
  return Object.fromEntries(
    Object.entries(asInput(attributes, member)).map(([name, value]) => [name, readAttribute(asInput(value, name))]),
  );
}

function readAttribute(input: Input): MessageAttribute {
  for (const list of ['StringListValues', 'BinaryListValues']) {
    const values = input[list];
    // Some clients send the lists empty; SQS itself has never implemented them.
    if (Array.isArray(values) && values.length > 0) throw new NotEmulated('SQS', `${list} of message attributes`);
  }
  const dataType = requiredText(input, 'DataType');
  const member = dataType.split('.')[0] === 'Binary' ? 'BinaryValue' : 'StringValue';
  return { dataType, value: optionalText(input, member) ?? '' };
}
