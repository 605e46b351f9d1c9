import {
  CancelMessageMoveTaskCommand,
  ListMessageMoveTasksCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { faultOf, queueArn, queueNamed, RegionFixture } from '../http/region-fixture';

const SourceArn = queueArn('dead-letters');

describe('message moves', () => {
  let region: RegionFixture;
  let sqs: SQSClient;

  beforeEach(async () => {
    region = await RegionFixture.start({
      queues: [
        queueNamed('dead-letters'),
        queueNamed('q', { redrive: { deadLetterArn: SourceArn, maxReceiveCount: 1 } }),
        queueNamed('other'),
      ],
    });
    sqs = region.sqs();
  });
  afterEach(async () => {
    sqs.destroy();
    await region.stop();
    expect(region.defects).toEqual([]);
  });

  const send = (queue: string, MessageBody: string) =>
    sqs.send(new SendMessageCommand({ QueueUrl: region.queueUrl(queue), MessageBody }));
  const receive = async (queue: string) =>
    (
      await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: region.queueUrl(queue),
          MaxNumberOfMessages: 10,
          VisibilityTimeout: 0,
          MessageSystemAttributeNames: ['All'],
        }),
      )
    ).Messages ?? [];
  const start = (more: object = {}) => sqs.send(new StartMessageMoveTaskCommand({ SourceArn, ...more }));
  const list = async () =>
    (await sqs.send(new ListMessageMoveTasksCommand({ SourceArn, MaxResults: 10 }))).Results ?? [];
  /** Waits until no task is running any more. */
  const ended = async () => {
    for (;;) {
      const tasks = await list();
      if (tasks.every(({ Status }) => Status !== 'RUNNING')) return tasks;
      await new Promise((resolve) => setImmediate(resolve));
    }
  };

  it('moves everything to a queue, as new messages', async () => {
    const sent = await send('dead-letters', 'a');
    for (let at = 0; at < 250; at += 1) await region.sqsService.send('dead-letters', { body: String(at) });
    region.advance(5);
    expect((await start({ DestinationArn: queueArn('other') })).TaskHandle).toBeDefined();
    expect(await ended()).toMatchObject([
      {
        Status: 'COMPLETED',
        SourceArn,
        DestinationArn: queueArn('other'),
        ApproximateNumberOfMessagesMoved: 251,
        ApproximateNumberOfMessagesToMove: 251,
      },
    ]);
    expect(region.sqsService.queue('other').depth().visible).toBe(251);
    expect(region.sqsService.queue('dead-letters').depth().visible).toBe(0);
    const [first] = await receive('other');
    expect(first).toMatchObject({ Body: 'a', Attributes: { ApproximateReceiveCount: '1' } });
    expect(first!.MessageId).not.toBe(sent.MessageId);
  });

  it('returns each message to the queue that it came from', async () => {
    await send('q', 'poison');
    await receive('q');
    expect(await receive('q')).toEqual([]);
    await start();
    expect(await ended()).toMatchObject([{ Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 1 }]);
    expect(await receive('q')).toMatchObject([{ Body: 'poison', Attributes: { ApproximateReceiveCount: '1' } }]);
  });

  it('fails where it can’t know where a message came from', async () => {
    await send('dead-letters', 'sent by hand');
    await start();
    expect(await ended()).toMatchObject([{ Status: 'FAILED', FailureReason: 'CouldNotDetermineMessageSource' }]);
    expect(await receive('dead-letters')).toHaveLength(1);
  });

  it('keeps to its pace, one at a time per source, until it is cancelled', async () => {
    for (const body of ['a', 'b', 'c', 'd']) await send('dead-letters', body);
    const { TaskHandle } = await start({ DestinationArn: queueArn('other'), MaxNumberOfMessagesPerSecond: 1 });
    expect((await faultOf(start())).message).toBe(
      'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
    );
    expect(await list()).toMatchObject([{ Status: 'RUNNING', TaskHandle, MaxNumberOfMessagesPerSecond: 1 }]);
    const cancelled = await sqs.send(new CancelMessageMoveTaskCommand({ TaskHandle }));
    const moved = cancelled.ApproximateNumberOfMessagesMoved!;
    expect(moved).toBeLessThan(4);
    const [task] = await list();
    expect(task).toMatchObject({ Status: 'CANCELLED' });
    expect(task!.TaskHandle).toBeUndefined();
    expect(region.sqsService.queue('other').depth().visible).toBe(moved);
    expect(region.sqsService.queue('dead-letters').depth().visible).toBe(4 - moved);
    expect(await faultOf(sqs.send(new CancelMessageMoveTaskCommand({ TaskHandle })))).toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });

  it('goes on after a restart, losing and doubling nothing', async () => {
    for (let at = 0; at < 3; at += 1) await send('dead-letters', String(at));
    await start({ DestinationArn: queueArn('other'), MaxNumberOfMessagesPerSecond: 2 });
    await region.restart();
    expect(await ended()).toMatchObject([{ Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 3 }]);
    expect((await receive('other')).map(({ Body }) => Body).toSorted()).toEqual(['0', '1', '2']);
  });

  it('refuses what makes no sense', async () => {
    const message = async (input: object) => (await faultOf(start(input))).message;
    expect(await message({ SourceArn: queueArn('other') })).toBe(
      'Source queue must be configured as a Dead Letter Queue.',
    );
    expect(await message({ SourceArn: queueArn('missing') })).toBe(
      "The resource that you specified for the SourceArn parameter doesn't exist.",
    );
    expect(await message({ DestinationArn: queueArn('missing') })).toBe(
      "The resource that you specified for the DestinationArn parameter doesn't exist.",
    );
    expect(await message({ DestinationArn: SourceArn })).toBe(
      'Source queue arn and destination queue arn cannot be the same.',
    );
    expect(await message({ MaxNumberOfMessagesPerSecond: 501 })).toContain('Must be between 1 and 500');
  });
});
