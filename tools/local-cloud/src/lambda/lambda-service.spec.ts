import {
  GetEventSourceMappingCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  ListTagsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import type { SqsMapping } from '../event-source/sqs-mapping';
import { createEndpoint } from '../http/endpoint';
import { AccessDenied } from '../http/service';
import { type Served, serve } from '../http/testing/serve';
import { createLambdaService } from './lambda-service';
import type { MappingSettings } from './mapping-settings';

const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:ingest';
const TRANSITION_MS = 1_000;

describe('event source mappings', () => {
  let served: Served;
  let client: LambdaClient;
  let now = 1_700_000_000_000;
  let refused: string | undefined;
  let saved: MappingSettings = {};
  const applied: MappingSettings[] = [];
  const mapping = {
    mapping: {
      id: 'mapping-1',
      queueArn: QUEUE,
      functionName: 'processor',
      batchSize: 10,
      batchingWindowSeconds: 0,
      reportBatchItemFailures: true,
      enabled: true,
    },
    inFlight: () => 0,
    state: () => (saved.enabled === false ? 'Disabled' : 'Enabled'),
    maximumConcurrency: () => (typeof saved.maximumConcurrency === 'number' ? saved.maximumConcurrency : undefined),
    setEnabled: () => undefined,
    apply: (settings: MappingSettings) => void applied.push(settings),
    stop: () => Promise.resolve(),
  } satisfies SqsMapping;

  beforeAll(async () => {
    const server = createEndpoint({
      services: [
        createLambdaService({
          region: 'us-east-1',
          account: '000000000000',
          clock: { now: () => now },
          settings: { of: () => saved, save: (_, settings) => Promise.resolve(void (saved = settings)) },
          mappings: () => [mapping],
          transitionMs: TRANSITION_MS,
        }),
      ],
      region: 'us-east-1',
      clock: { now: () => Date.now() },
      principalOf: () => ({ kind: 'role', roleName: 'sentinel-role', functionArn: 'arn' }),
      authorizer: (_, action, arn) => {
        if (action === refused) throw new AccessDenied(`no ${action} on ${arn}`);
      },
    });
    served = await serve(server);
    client = new LambdaClient({
      region: 'us-east-1',
      endpoint: served.url,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      maxAttempts: 1,
    });
  });
  beforeEach(() => {
    now += 10 * TRANSITION_MS;
    refused = undefined;
    saved = {};
    applied.length = 0;
  });
  afterAll(async () => {
    client.destroy();
    await served.stop();
  });
  const update = (input: object) => client.send(new UpdateEventSourceMappingCommand({ UUID: 'mapping-1', ...input }));

  it('refuse a change while another is under way, and take it afterwards', async () => {
    expect(await update({ Enabled: false })).toMatchObject({ State: 'Disabling' });
    await expect(update({ Enabled: true })).rejects.toMatchObject({
      name: 'ResourceInUseException',
      $metadata: { httpStatusCode: 400 },
    });
    now += TRANSITION_MS;
    expect(await update({ Enabled: true })).toMatchObject({ State: 'Enabling' });
    expect(applied).toEqual([{ enabled: false }, { enabled: true }]);
  });

  it('are bounded, and unbounded by an empty ScalingConfig', async () => {
    await update({ ScalingConfig: { MaximumConcurrency: 2 } });
    now += TRANSITION_MS;
    await update({ ScalingConfig: {} });
    expect(applied).toEqual([{ maximumConcurrency: 2 }, { maximumConcurrency: 'unbounded' }]);
    now += TRANSITION_MS;
    const got = await client.send(new GetEventSourceMappingCommand({ UUID: 'mapping-1' }));
    expect(got.ScalingConfig).toBeUndefined();
  });

  it.each([1, 1_001])('are not bounded by %d', async (MaximumConcurrency) => {
    await expect(update({ ScalingConfig: { MaximumConcurrency } })).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
    });
    expect(saved).toEqual({});
  });

  it.each([
    [{ FunctionName: 'processor' }, 1],
    [{ FunctionName: 'arn:aws:lambda:us-east-1:000000000000:function:processor:live' }, 1],
    [{ FunctionName: 'auditor' }, 0],
    [{ EventSourceArn: QUEUE }, 1],
    [{}, 1],
  ])('are found by %j', async (input, count) => {
    const { EventSourceMappings } = await client.send(new ListEventSourceMappingsCommand(input));
    expect(EventSourceMappings).toHaveLength(count);
  });

  it('say what is not emulated instead of leaving it out', async () => {
    await expect(update({ BatchSize: 1 })).rejects.toThrow('the parameter BatchSize of UpdateEventSourceMapping');
    await expect(client.send(new ListEventSourceMappingsCommand({ MaxItems: 1 }))).rejects.toThrow(
      'the parameter MaxItems of ListEventSourceMappings',
    );
  });

  it('are changed by who may, and by nobody else', async () => {
    refused = 'lambda:UpdateEventSourceMapping';
    await expect(update({ Enabled: false })).rejects.toMatchObject({ name: 'AccessDeniedException' });
    refused = 'lambda:ListTags';
    const Resource = 'arn:aws:lambda:us-east-1:000000000000:event-source-mapping:mapping-1';
    await expect(client.send(new ListTagsCommand({ Resource }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });
});
