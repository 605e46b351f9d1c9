import { PublishCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { createEndpoint } from '../http/endpoint';
import { AccessDenied } from '../http/service';
import { type Served, serve } from '../http/testing/serve';
import { createSnsService, type SnsService } from './sns-service';

const TOPIC = 'arn:aws:sns:us-east-1:000000000000:alerts';

describe('SNS', () => {
  let sns: SnsService;
  let served: Served;
  let client: SNSClient;
  let allowed: boolean;

  beforeAll(async () => {
    sns = createSnsService({
      topics: [{ name: 'alerts', arn: TOPIC }],
      clock: { now: () => Date.parse('2026-11-27T10:00:00Z') },
    });
    const server = createEndpoint({
      services: [sns],
      region: 'us-east-1',
      clock: { now: () => Date.now() },
      principalOf: () => ({ kind: 'role', roleName: 'sentinel-role', functionArn: 'arn' }),
      authorizer: (_, action, arn) => {
        if (!allowed) throw new AccessDenied(`no ${action} on ${arn}`);
      },
    });
    served = await serve(server);
    client = new SNSClient({
      region: 'us-east-1',
      endpoint: served.url,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      maxAttempts: 1,
    });
  });
  beforeEach(() => {
    allowed = true;
  });
  afterAll(async () => {
    client.destroy();
    await served.stop();
  });

  it('keeps what a function publishes, with its attributes and whose it is', async () => {
    const { MessageId } = await client.send(
      new PublishCommand({
        TopicArn: TOPIC,
        Subject: 'Region lost',
        Message: '{"region":"us-east-1"}',
        MessageAttributes: { kind: { DataType: 'String', StringValue: 'region' } },
      }),
    );
    expect(sns.notifications()).toEqual([
      {
        topicArn: TOPIC,
        messageId: MessageId,
        at: '2026-11-27T10:00:00.000Z',
        subject: 'Region lost',
        message: '{"region":"us-east-1"}',
        attributes: { kind: 'region' },
        publisher: 'sentinel-role',
      },
    ]);
  });

  it.each([
    ['NotFound', new PublishCommand({ TopicArn: `${TOPIC}-no`, Message: 'm' }), 404],
    ['InvalidParameter', new PublishCommand({ TopicArn: TOPIC, Message: '' }), 400],
    ['InvalidParameter', new PublishCommand({ TopicArn: TOPIC, Message: 'm', Subject: 'a\nb' }), 400],
    ['InvalidParameter', new PublishCommand({ TopicArn: TOPIC, Message: 'm'.repeat(256 * 1024 + 1) }), 400],
  ])('refuses with %s', async (code, command, status) => {
    await expect(client.send(command)).rejects.toMatchObject({
      name: expect.stringContaining(code),
      $metadata: { httpStatusCode: status },
    });
  });

  it('asks the policies', async () => {
    allowed = false;
    await expect(client.send(new PublishCommand({ TopicArn: TOPIC, Message: 'm' }))).rejects.toMatchObject({
      name: expect.stringContaining('AuthorizationError'),
      message: `no sns:Publish on ${TOPIC}`,
    });
  });

  it('says what it does not emulate', async () => {
    await expect(client.send(new SubscribeCommand({ TopicArn: TOPIC, Protocol: 'email' }))).rejects.toThrow(
      'The local cloud does not emulate Subscribe of SNS.',
    );
  });
});
