import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { faultOf, queueArn, queueNamed, RegionFixture } from '../http/region-fixture';

describe('ReceiveMessage', () => {
  let region: RegionFixture;
  let sqs: SQSClient;

  beforeEach(async () => {
    region = await RegionFixture.start({
      queues: [
        queueNamed('dead-letters'),
        queueNamed('q', {
          visibilityTimeoutSeconds: 20,
          retentionSeconds: 600,
          redrive: { deadLetterArn: queueArn('dead-letters'), maxReceiveCount: 3 },
        }),
      ],
    });
    sqs = region.sqs();
  });
  afterEach(async () => {
    sqs.destroy();
    await region.stop();
    expect(region.defects).toEqual([]);
  });

  const send = (MessageBody: string, more: object = {}) =>
    sqs.send(new SendMessageCommand({ QueueUrl: region.queueUrl('q'), MessageBody, ...more }));
  const receive = async (more: object = {}, queue = 'q'): Promise<Message[]> => {
    const input = { QueueUrl: region.queueUrl(queue), MaxNumberOfMessages: 10, ...more };
    return (await sqs.send(new ReceiveMessageCommand(input))).Messages ?? [];
  };
  const bodies = async (more: object = {}, queue = 'q') => (await receive(more, queue)).map(({ Body }) => Body);
  const change = ({ ReceiptHandle }: Message, VisibilityTimeout: number) =>
    sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl: region.queueUrl('q'), ReceiptHandle, VisibilityTimeout }));
  const remove = ({ ReceiptHandle }: Message, queue = 'q') =>
    sqs.send(new DeleteMessageCommand({ QueueUrl: region.queueUrl(queue), ReceiptHandle }));

  describe('visibility', () => {
    it('hides a message for the queue’s timeout, or the one asked for', async () => {
      await send('a');
      expect(await bodies()).toEqual(['a']);
      region.advance(19);
      expect(await bodies()).toEqual([]);
      region.advance(2);
      expect(await bodies({ VisibilityTimeout: 100 })).toEqual(['a']);
      region.advance(90);
      expect(await bodies()).toEqual([]);
      region.advance(11);
      expect(await bodies({ VisibilityTimeout: 0 })).toEqual(['a']);
    });

    it('counts receives, and keeps the time of the first', async () => {
      await send('a');
      const attributesOf = async () =>
        (await receive({ VisibilityTimeout: 0, MessageSystemAttributeNames: ['All'] }))[0]!.Attributes!;
      const first = await attributesOf();
      region.advance(1);
      const second = await attributesOf();
      expect([first, second].map((each) => each.ApproximateReceiveCount)).toEqual(['1', '2']);
      expect(second.ApproximateFirstReceiveTimestamp).toBe(first.ApproximateFirstReceiveTimestamp);
    });

    it('can be changed while a message is in flight', async () => {
      await send('a');
      const [message] = await receive();
      await change(message!, 100);
      region.advance(50);
      expect(await bodies()).toEqual([]);
      await change(message!, 0);
      expect(await bodies()).toEqual(['a']);
    });

    it('can’t be changed of what is visible again, was received again, or is deleted', async () => {
      await send('a');
      const [stale] = await receive();
      region.advance(21);
      expect(await faultOf(change(stale!, 5))).toMatchObject({ name: 'MessageNotInflight' });
      const [fresh] = await receive();
      expect((await faultOf(change(stale!, 5))).message).toContain(
        'Reason: Message does not exist or is not available for visibility timeout change.',
      );
      await remove(fresh!);
      expect(await faultOf(change(fresh!, 5))).toMatchObject({ name: 'InvalidParameterValue' });
    });

    it('ends twelve hours after the receive', async () => {
      await send('a');
      const [message] = await receive({ VisibilityTimeout: 100 });
      region.advance(50);
      expect((await faultOf(change(message!, 43_200))).message).toContain(
        'Total VisibilityTimeout for the message is beyond the limit [43200 seconds]',
      );
      expect(await faultOf(change(message!, 43_201))).toMatchObject({ name: 'InvalidParameterValue' });
      await change(message!, 43_000);
    });

    it('is changed in batches, each entry by itself', async () => {
      await send('a');
      const [message] = await receive();
      const { Successful, Failed } = await sqs.send(
        new ChangeMessageVisibilityBatchCommand({
          QueueUrl: region.queueUrl('q'),
          Entries: [
            { Id: 'good', ReceiptHandle: message!.ReceiptHandle, VisibilityTimeout: 0 },
            { Id: 'bad', ReceiptHandle: 'nonsense', VisibilityTimeout: 0 },
          ],
        }),
      );
      expect([Successful, Failed]).toMatchObject([[{ Id: 'good' }], [{ Id: 'bad', Code: 'ReceiptHandleIsInvalid' }]]);
      expect(await bodies()).toEqual(['a']);
    });
  });

  describe('deletion', () => {
    it('is for good', async () => {
      await send('a');
      const [message] = await receive();
      await remove(message!);
      await remove(message!);
      region.advance(100);
      expect(await bodies()).toEqual([]);
    });

    it('by the handle of an earlier receive succeeds and deletes nothing', async () => {
      await send('a');
      const [stale] = await receive({ VisibilityTimeout: 0 });
      await receive({ VisibilityTimeout: 0 });
      await remove(stale!);
      expect(await bodies()).toEqual(['a']);
    });

    it('wants a handle of this queue', async () => {
      await send('a');
      const [message] = await receive();
      const fault = await faultOf(remove(message!, 'dead-letters'));
      expect(fault).toMatchObject({ name: 'ReceiptHandleIsInvalid' });
    });

    it('works in batches', async () => {
      await send('a');
      await send('b');
      const messages = await receive();
      const Entries = messages.map(({ ReceiptHandle }, at) => ({ Id: String(at), ReceiptHandle }));
      const input = { QueueUrl: region.queueUrl('q'), Entries };
      const { Successful } = await sqs.send(new DeleteMessageBatchCommand(input));
      expect(Successful?.map(({ Id }) => Id)).toEqual(['0', '1']);
      region.advance(100);
      expect(await bodies()).toEqual([]);
    });
  });

  describe('redrive', () => {
    it('moves what was received too often, as it was', async () => {
      const sent = await send('poison', { MessageAttributes: { a: { DataType: 'String', StringValue: 'b' } } });
      for (let receives = 0; receives < 3; receives += 1) {
        expect(await bodies({ VisibilityTimeout: 0 })).toEqual(['poison']);
      }
      expect(await bodies({}, 'dead-letters')).toEqual([]);
      expect(await bodies()).toEqual([]);
      const [dead] = await receive(
        { MessageSystemAttributeNames: ['All'], MessageAttributeNames: ['All'] },
        'dead-letters',
      );
      expect(dead).toMatchObject({
        MessageId: sent.MessageId,
        Body: 'poison',
        MessageAttributes: { a: { StringValue: 'b' } },
        Attributes: { ApproximateReceiveCount: '4', DeadLetterQueueSourceArn: queueArn('q') },
      });
    });

    it('survives a restart between any two receives', async () => {
      await send('poison');
      for (let receives = 0; receives < 3; receives += 1) {
        expect(await bodies({ VisibilityTimeout: 0 })).toEqual(['poison']);
        await region.restart();
      }
      expect(await bodies()).toEqual([]);
      await region.restart();
      expect(await bodies({}, 'dead-letters')).toEqual(['poison']);
    });
  });

  describe('long polling', () => {
    it('answers as soon as there is a message', async () => {
      const waiting = bodies({ WaitTimeSeconds: 20 });
      await send('a');
      expect(await waiting).toEqual(['a']);
    });

    it('answers when a message becomes visible again', async () => {
      await send('a');
      await receive({ VisibilityTimeout: 1 });
      expect(await bodies({ WaitTimeSeconds: 20 })).toEqual(['a']);
    });

    it('gives each message to one of those who wait', async () => {
      const waiting = Array.from({ length: 4 }, () => bodies({ WaitTimeSeconds: 20, MaxNumberOfMessages: 1 }));
      for (const body of ['a', 'b', 'c', 'd']) await send(body);
      expect((await Promise.all(waiting)).flat().toSorted()).toEqual(['a', 'b', 'c', 'd']);
    });

    it('gives nothing to a client that hung up', async () => {
      const hangUp = new AbortController();
      const input = { QueueUrl: region.queueUrl('q'), WaitTimeSeconds: 20 };
      const waiting = sqs.send(new ReceiveMessageCommand(input), { abortSignal: hangUp.signal });
      // The request is under way once another one, sent after it, has been answered.
      await bodies();
      hangUp.abort();
      await expect(waiting).rejects.toThrow();
      await send('a');
      expect(await bodies({ WaitTimeSeconds: 5 })).toEqual(['a']);
    });
  });

  it('forgets what is older than the queue keeps it', async () => {
    await send('old');
    region.advance(300);
    await send('young');
    region.advance(301);
    expect(await bodies()).toEqual(['young']);
  });

  it('gives the attributes that are asked for', async () => {
    const value = { DataType: 'String', StringValue: 'x' };
    await send('a', { MessageAttributes: { 'team.name': value, 'team.id': value, other: value } });
    const names = async (MessageAttributeNames: string[]) =>
      Object.keys((await receive({ MessageAttributeNames, VisibilityTimeout: 0 }))[0]!.MessageAttributes ?? {});
    expect(await names([])).toEqual([]);
    expect(await names(['team.*'])).toEqual(['team.name', 'team.id']);
    expect(await names(['other', 'missing'])).toEqual(['other']);
  });

  it('refuses what it can’t do', async () => {
    expect(await faultOf(receive({ MaxNumberOfMessages: 11 }))).toMatchObject({ name: 'InvalidParameterValue' });
    expect(await faultOf(receive({ WaitTimeSeconds: 21 }))).toMatchObject({ name: 'InvalidParameterValue' });
    expect((await faultOf(receive({ ReceiveRequestAttemptId: 'x' }))).message).toBe(
      'The local cloud does not emulate the parameter "ReceiveRequestAttemptId" (ReceiveMessage) of SQS.',
    );
    expect(await faultOf(receive({ MessageSystemAttributeNames: ['Nonsense'] }))).toMatchObject({
      name: 'InvalidAttributeName',
    });
  });

  it('keeps deadlines and receive counts over a restart', async () => {
    await send('a');
    const [message] = await receive({ VisibilityTimeout: 50 });
    await region.restart();
    expect(await bodies()).toEqual([]);
    region.advance(51);
    const [again] = await receive({ MessageSystemAttributeNames: ['ApproximateReceiveCount'] });
    expect(again).toMatchObject({
      MessageId: message!.MessageId,
      Attributes: { ApproximateReceiveCount: '2' },
    });
    await remove(again!);
    await region.restart();
    region.advance(51);
    expect(await bodies()).toEqual([]);
  });

  describe('pollers of the region itself', () => {
    it('lose what they had in flight when the region starts again, others do not', async () => {
      await send('ours');
      await region.sqsService.queue('q').receive({ max: 1, owner: 'event-source/mapping-1' });
      await send('theirs');
      await receive();
      await region.restart();
      expect(await region.sqsService.releaseInFlight('event-source')).toBe(1);
      expect(await bodies()).toEqual(['ours']);
      expect(await region.sqsService.releaseInFlight('event-source')).toBe(0);
      expect(region.sqsService.queue('q').depth()).toEqual({ visible: 0, inFlight: 2, delayed: 0 });
    });

    it('stop waiting at a signal', async () => {
      const stop = new AbortController();
      const waiting = region.sqsService.queue('q').receive({ max: 1, waitSeconds: 20, signal: stop.signal });
      stop.abort();
      expect(await waiting).toEqual([]);
    });
  });
});
