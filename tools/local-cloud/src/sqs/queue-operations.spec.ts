import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { faultOf, queueArn, queueNamed, RegionFixture } from '../http/region-fixture';
import { refuseQueue } from './queue-configuration';

describe('queues', () => {
  let region: RegionFixture;
  let sqs: SQSClient;

  beforeAll(async () => {
    region = await RegionFixture.start({
      queues: [
        queueNamed('a-queue', { redrive: { deadLetterArn: queueArn('b-queue'), maxReceiveCount: 10 } }),
        queueNamed('b-queue'),
        queueNamed('other'),
      ],
    });
    sqs = region.sqs();
  });
  afterAll(async () => {
    sqs.destroy();
    await region.stop();
    expect(region.defects).toEqual([]);
  });

  const attributes = async (AttributeNames: string[], queue = 'a-queue') =>
    (
      await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: region.queueUrl(queue), AttributeNames: AttributeNames as never }),
      )
    ).Attributes;
  const send = (more: object = {}) =>
    sqs.send(new SendMessageCommand({ QueueUrl: region.queueUrl('a-queue'), MessageBody: 'x', ...more }));

  it('have addresses', async () => {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'a-queue' }));
    expect(QueueUrl).toBe(region.queueUrl('a-queue'));
    expect(await faultOf(sqs.send(new GetQueueUrlCommand({ QueueName: 'missing' })))).toMatchObject({
      name: 'QueueDoesNotExist',
    });
  });

  it('are listed by prefix, in pages', async () => {
    const list = async (input: object) => sqs.send(new ListQueuesCommand(input));
    expect((await list({})).QueueUrls).toEqual(['a-queue', 'b-queue', 'other'].map((name) => region.queueUrl(name)));
    expect((await list({ QueueNamePrefix: 'b' })).QueueUrls).toEqual([region.queueUrl('b-queue')]);
    const first = await list({ MaxResults: 2 });
    const rest = await list({ MaxResults: 2, NextToken: first.NextToken });
    expect([first.QueueUrls?.length, rest.QueueUrls, rest.NextToken]).toEqual([
      2,
      [region.queueUrl('other')],
      undefined,
    ]);
  });

  it('show their attributes', async () => {
    await send();
    await send({ DelaySeconds: 100 });
    await region.sqsService.queue('a-queue').receive({ max: 1 });
    expect(await attributes(['All'])).toEqual({
      QueueArn: queueArn('a-queue'),
      ApproximateNumberOfMessages: '0',
      ApproximateNumberOfMessagesNotVisible: '1',
      ApproximateNumberOfMessagesDelayed: '1',
      CreatedTimestamp: expect.stringMatching(/^\d{10}$/),
      LastModifiedTimestamp: expect.stringMatching(/^\d{10}$/),
      VisibilityTimeout: '30',
      MaximumMessageSize: '1048576',
      MessageRetentionPeriod: '345600',
      DelaySeconds: '0',
      ReceiveMessageWaitTimeSeconds: '0',
      SqsManagedSseEnabled: 'true',
      RedrivePolicy: `{"deadLetterTargetArn":"${queueArn('b-queue')}","maxReceiveCount":10}`,
    });
    expect(await attributes(['QueueArn', 'DelaySeconds'])).toEqual({
      QueueArn: queueArn('a-queue'),
      DelaySeconds: '0',
    });
    expect(await attributes([])).toBeUndefined();
    expect((await faultOf(attributes(['Nonsense']))).message).toBe('Unknown Attribute Nonsense.');
    expect((await faultOf(attributes(['Policy']))).message).toContain('does not emulate the queue attribute "Policy"');
  });

  it('are purged, once a minute', async () => {
    const purge = () => sqs.send(new PurgeQueueCommand({ QueueUrl: region.queueUrl('a-queue') }));
    await send();
    await purge();
    expect(region.sqsService.queue('a-queue').depth()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
    const fault = await faultOf(purge());
    expect(fault).toMatchObject({ name: 'PurgeQueueInProgress', $metadata: { httpStatusCode: 403 } });
    await region.restart();
    expect(await faultOf(purge())).toMatchObject({ name: 'PurgeQueueInProgress' });
    region.advance(60);
    await purge();
    await region.restart();
    expect(region.sqsService.queue('a-queue').depth()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  });

  it('come from the template only', async () => {
    const fault = await faultOf(sqs.send(new CreateQueueCommand({ QueueName: 'x' })));
    expect(fault).toMatchObject({
      message: 'The local cloud does not emulate CreateQueue of SQS.',
      $metadata: { httpStatusCode: 501 },
    });
  });
});

describe('a queue’s configuration', () => {
  it.each([
    [queueNamed('x.fifo'), 'Queue x.fifo: the local cloud does not emulate FIFO queues. Make it a standard queue.'],
    [queueNamed('a b'), 'Queue a b: a name has 1 to 80 letters, digits, hyphens and underscores.'],
    [
      queueNamed('q', { visibilityTimeoutSeconds: 43_201 }),
      'Queue q: VisibilityTimeout must be a whole number from 0 to 43200, not 43201.',
    ],
    [
      queueNamed('q', { redrive: { deadLetterArn: 'x', maxReceiveCount: 0 } }),
      'Queue q: RedrivePolicy.maxReceiveCount must be a whole number from 1 to 1000, not 0.',
    ],
  ])('refuses %j', (configuration, message) => {
    expect(refuseQueue(configuration)).toBe(message);
  });

  it('takes the defaults of CloudFormation', () => {
    expect(refuseQueue(queueNamed('q'))).toBeUndefined();
  });
});
