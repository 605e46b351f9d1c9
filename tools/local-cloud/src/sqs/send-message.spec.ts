import {
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { faultOf, queueNamed, RegionFixture } from '../http/region-fixture';

describe('SendMessage', () => {
  let region: RegionFixture;
  let sqs: SQSClient;

  beforeAll(async () => {
    region = await RegionFixture.start({
      queues: [
        queueNamed('q'),
        queueNamed('small', { maximumMessageBytes: 1_024 }),
        queueNamed('late', { delaySeconds: 5 }),
      ],
    });
    sqs = region.sqs();
  });
  afterAll(async () => {
    sqs.destroy();
    await region.stop();
    expect(region.defects).toEqual([]);
  });

  const send = (MessageBody: string, more: object = {}) =>
    sqs.send(new SendMessageCommand({ QueueUrl: region.queueUrl('q'), MessageBody, ...more }));
  /** All that is visible, hidden from later receives. */
  const receive = async (queue = 'q') =>
    (
      await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: region.queueUrl(queue),
          MaxNumberOfMessages: 10,
          MessageSystemAttributeNames: ['All'],
          MessageAttributeNames: ['All'],
        }),
      )
    ).Messages ?? [];

  it('delivers body and attributes; the SDK proves both by their MD5', async () => {
    const attributes = {
      text: { DataType: 'String', StringValue: 'ä b' },
      'number.1': { DataType: 'Number.int', StringValue: '42' },
      bytes: { DataType: 'Binary', BinaryValue: new Uint8Array([0, 255, 7]) },
    };
    const sent = await send('body <&> \u{1f600}\n', {
      MessageAttributes: attributes,
      MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: 'Root=1-2' } },
    });
    const [message] = await receive();
    expect(message).toMatchObject({
      MessageId: sent.MessageId,
      Body: 'body <&> \u{1f600}\n',
      MD5OfBody: sent.MD5OfMessageBody,
      MD5OfMessageAttributes: sent.MD5OfMessageAttributes,
      MessageAttributes: attributes,
      Attributes: {
        SenderId: '000000000000',
        ApproximateReceiveCount: '1',
        SentTimestamp: expect.stringMatching(/^\d{13}$/),
        ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
        AWSTraceHeader: 'Root=1-2',
      },
    });
  });

  it('waits for the delay of the message, or of its queue', async () => {
    await send('delayed', { DelaySeconds: 10 });
    await sqs.send(new SendMessageCommand({ QueueUrl: region.queueUrl('late'), MessageBody: 'late' }));
    expect([await receive(), await receive('late')]).toEqual([[], []]);
    region.advance(6);
    expect([await receive(), await receive('late')]).toMatchObject([[], [{ Body: 'late' }]]);
    region.advance(5);
    expect(await receive()).toMatchObject([{ Body: 'delayed' }]);
  });

  it.each([
    ['an empty body', { MessageBody: '' }, 'The request must contain the parameter MessageBody.'],
    ['a character that XML has not', { MessageBody: 'a\u0000b' }, 'Invalid characters found.'],
    ['a long delay', { DelaySeconds: 901 }, 'Value 901 for parameter DelaySeconds is invalid.'],
    [
      'an attribute without a value',
      { MessageAttributes: { a: { DataType: 'String', StringValue: '' } } },
      "Message attribute 'a' must contain non-empty message attribute value",
    ],
    [
      'an attribute of an unknown type',
      { MessageAttributes: { a: { DataType: 'Text', StringValue: 'x' } } },
      "The type of message attribute 'a' is invalid.",
    ],
    [
      'a number that is none',
      { MessageAttributes: { a: { DataType: 'Number', StringValue: 'x' } } },
      "Can't cast the value of message attribute 'a' to a number.",
    ],
    [
      'a reserved name',
      { MessageAttributes: { 'AWS.x': { DataType: 'String', StringValue: 'x' } } },
      "Message attribute name 'AWS.x' is invalid",
    ],
    [
      'eleven attributes',
      {
        MessageAttributes: Object.fromEntries(
          Array.from({ length: 11 }, (_, at) => [`a${at}`, { DataType: 'String', StringValue: 'x' }]),
        ),
      },
      'Number of message attributes [11] exceeds the allowed maximum [10].',
    ],
    [
      'the id of a FIFO group',
      { MessageGroupId: 'g' },
      'does not emulate the parameter "MessageGroupId" (SendMessage)',
    ],
  ])('refuses %s', async (_what, more, message) => {
    expect((await faultOf(send('x', more))).message).toContain(message);
    expect(await receive()).toEqual([]);
  });

  it('counts body and attributes towards the queue’s largest message', async () => {
    const QueueUrl = region.queueUrl('small');
    const MessageAttributes = { a: { DataType: 'String', StringValue: 'x'.repeat(17) } };
    const sendSmall = (length: number) =>
      sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x'.repeat(length), MessageAttributes }));
    await sendSmall(1_000);
    expect((await faultOf(sendSmall(1_001))).message).toBe(
      'One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes.',
    );
  });

  it('takes 1 MiB', async () => {
    await send('x'.repeat(1_048_576));
    expect((await receive())[0]?.Body).toHaveLength(1_048_576);
    expect(await faultOf(send('x'.repeat(1_048_577)))).toMatchObject({ name: 'InvalidParameterValue' });
  });

  it('says that a queue does not exist, in both tongues of SDKs', async () => {
    const fault = await faultOf(send('x', { QueueUrl: region.queueUrl('missing') }));
    expect(fault).toMatchObject({ name: 'QueueDoesNotExist', message: 'The specified queue does not exist.' });
    expect((fault as unknown as { Code: string }).Code).toBe('AWS.SimpleQueueService.NonExistentQueue');
  });

  describe('SendMessageBatch', () => {
    const sendBatch = (Entries: { Id: string; MessageBody: string }[]) =>
      sqs.send(new SendMessageBatchCommand({ QueueUrl: region.queueUrl('q'), Entries }));
    const entries = (count: number, length = 1) =>
      Array.from({ length: count }, (_, at) => ({ Id: `m${at}`, MessageBody: 'x'.repeat(length) }));

    it('reports each entry by itself', async () => {
      const { Successful, Failed } = await sendBatch([
        { Id: 'good', MessageBody: 'x' },
        { Id: 'bad', MessageBody: '\u0001' },
      ]);
      expect(Successful).toMatchObject([{ Id: 'good', MD5OfMessageBody: expect.any(String) }]);
      expect(Failed).toMatchObject([{ Id: 'bad', Code: 'InvalidMessageContents', SenderFault: true }]);
      expect(await receive()).toHaveLength(1);
    });

    it.each([
      ['EmptyBatchRequest', []],
      ['TooManyEntriesInBatchRequest', entries(11)],
      ['BatchRequestTooLong', entries(3, 400_000)],
      ['InvalidBatchEntryId', [{ Id: 'a b', MessageBody: 'x' }]],
      ['BatchEntryIdsNotDistinct', [...entries(1), ...entries(1)]],
    ])('refuses a batch as a whole: %s', async (name, batch) => {
      expect(await faultOf(sendBatch(batch))).toMatchObject({ name });
      expect(await receive()).toEqual([]);
    });
  });
});
