import { join } from 'node:path';
import { type Json, type JsonObject, loadAssembly, type Stack, type TemplateResource } from './load-assembly';
import { makePlan } from './plan';

const mini = join(__dirname, '../region/fixtures/mini');
const place = { partition: 'aws', region: 'us-east-1', account: '000000000000', endpoint: 'http://127.0.0.1:4600' };
const stacks = loadAssembly(mini);
const plan = makePlan({ ...place, stacks });

/** The fixture with one resource more, or with properties added to one of its own. */
function planWith(logicalId: string, change: TemplateResource | { readonly Properties: JsonObject }) {
  const [east, ...others] = stacks as readonly [Stack, ...Stack[]];
  const { Resources } = east.template;
  const before = Resources[logicalId];
  const resource = {
    ...before,
    ...change,
    Properties: { ...before?.Properties, ...change.Properties },
  } as TemplateResource;
  const changed: Stack = {
    ...east,
    template: { ...east.template, Resources: { ...Resources, [logicalId]: resource } },
  };
  return makePlan({ ...place, stacks: [changed, ...others] });
}

describe('plan', () => {
  describe('shape', () => {
    it('has the queues, with what CloudFormation takes where a property is absent', () => {
      expect(plan.queues).toEqual([
        {
          name: 'mini-dlq',
          arn: 'arn:aws:sqs:us-east-1:000000000000:mini-dlq',
          visibilityTimeoutSeconds: 30,
          retentionSeconds: 1_209_600,
          delaySeconds: 0,
          maximumMessageBytes: 1_048_576,
          receiveWaitSeconds: 0,
        },
        {
          name: 'mini-queue',
          arn: 'arn:aws:sqs:us-east-1:000000000000:mini-queue',
          visibilityTimeoutSeconds: 30,
          retentionSeconds: 345_600,
          delaySeconds: 0,
          maximumMessageBytes: 1_048_576,
          receiveWaitSeconds: 0,
          redrive: { deadLetterArn: 'arn:aws:sqs:us-east-1:000000000000:mini-dlq', maxReceiveCount: 2 },
        },
      ]);
    });

    it('has the bucket with its notifications', () => {
      expect(plan.buckets).toEqual([
        {
          name: 'mini-bucket',
          arn: 'arn:aws:s3:::mini-bucket',
          versioned: true,
          notifications: [
            {
              id: expect.stringMatching(/^[\w-]{22}$/),
              queueArn: 'arn:aws:sqs:us-east-1:000000000000:mini-queue',
              events: ['s3:ObjectCreated:*'],
              prefix: 'incoming/',
              suffix: '.txt',
            },
          ],
        },
      ]);
    });

    it('has the table', () => {
      expect(plan.tables).toEqual([
        {
          name: 'mini-table',
          arn: 'arn:aws:dynamodb:us-east-1:000000000000:table/mini-table',
          keySchema: [
            { attributeName: 'recordId', keyType: 'HASH' },
            { attributeName: 'timestamp', keyType: 'RANGE' },
          ],
          attributeDefinitions: [
            { name: 'recordId', type: 'S' },
            { name: 'timestamp', type: 'S' },
            { name: 'status', type: 'S' },
          ],
          globalSecondaryIndexes: [
            {
              name: 'by-status',
              keySchema: [{ attributeName: 'status', keyType: 'HASH' }],
              projection: { type: 'KEYS_ONLY', nonKeyAttributes: [] },
            },
          ],
          streamViewType: 'NEW_AND_OLD_IMAGES',
          ttlAttribute: 'expiresAt',
          deletionProtection: true,
          replicas: ['us-west-2', 'us-east-1'],
        },
      ]);
    });

    it('has the function and its mapping', () => {
      expect(plan.functions).toEqual([
        {
          name: 'mini-counter',
          arn: 'arn:aws:lambda:us-east-1:000000000000:function:mini-counter',
          codeDirectory: join(mini, 'asset.counter'),
          handler: 'index.handler',
          runtime: 'nodejs24.x',
          environment: { TABLE_NAME: 'mini-table', QUEUE_URL: 'http://127.0.0.1:4600/000000000000/mini-queue' },
          memoryMiB: 256,
          timeoutSeconds: 10,
          roleArn: 'arn:aws:iam::000000000000:role/mini-role',
          logGroup: 'mini-log',
        },
      ]);
      expect(plan.eventSourceMappings).toMatchObject([
        {
          queueArn: 'arn:aws:sqs:us-east-1:000000000000:mini-queue',
          functionName: 'mini-counter',
          batchSize: 5,
          batchingWindowSeconds: 0,
          reportBatchItemFailures: true,
          maximumConcurrency: 2,
          enabled: true,
        },
      ]);
    });

    it('has the roles of functions with the policies that are attached to them', () => {
      expect(plan.roles.map(({ name, policies }) => [name, policies.map((policy) => policy.name)])).toEqual([
        ['mini-role', ['mini-east/RolePolicy']],
      ]);
      expect([...plan.resourcePolicies.keys()]).toEqual(['arn:aws:sqs:us-east-1:000000000000:mini-queue']);
    });

    it('lists what is not emulated, and resolves none of it', () => {
      expect(plan.unemulated).toEqual([
        { type: 'AWS::CloudWatch::Alarm', logicalId: 'Alarm', path: 'mini-east/Alarm' },
      ]);
    });
  });

  describe('regions', () => {
    const west = makePlan({ ...place, region: 'us-west-2', stacks });

    it('takes its replica of a table from the other region’s stack', () => {
      expect(west.tables.map(({ arn, deletionProtection }) => [arn, deletionProtection])).toEqual([
        ['arn:aws:dynamodb:us-west-2:000000000000:table/mini-table', false],
      ]);
    });

    it('takes its replica of a secret from it, and knows whose it is', () => {
      expect(west.secrets).toEqual(plan.secrets);
      expect(west.secrets.map(({ name, primaryRegion }) => [name, primaryRegion])).toEqual([
        ['mini-secret', 'us-east-1'],
      ]);
    });

    it('takes nothing else from it', () => {
      expect(west.queues.map(({ arn }) => arn)).toEqual(['arn:aws:sqs:us-west-2:000000000000:mini-west-queue']);
      expect([west.buckets, west.functions, west.roles, west.unemulated]).toEqual([[], [], [], []]);
    });

    it('refuses a region without a stack', () => {
      expect(() => makePlan({ ...place, region: 'eu-west-1', stacks })).toThrow(
        'The assembly has no stack of eu-west-1. Its regions are: us-east-1, us-west-2. Choose one of them.',
      );
    });
  });

  describe('what can’t be run stops it', () => {
    it('says which resource, what, and what to do', () => {
      expect(() => planWith('Queue', { Properties: { FifoQueue: true } })).toThrow(
        "The local cloud can't run mini-east/Queue (AWS::SQS::Queue Queue): it is a FIFO queue, and only standard queues " +
          'are emulated. Make it a standard queue.',
      );
    });

    it('a filter of a mapping', () => {
      expect(() => planWith('Mapping', { Properties: { FilterCriteria: { Filters: [] } } })).toThrow(
        'its property FilterCriteria is not emulated.',
      );
    });

    it('a notification that goes to a function', () => {
      const NotificationConfiguration = { LambdaConfigurations: [] };
      expect(() => planWith('Bucket', { Properties: { NotificationConfiguration } })).toThrow(
        'its notifications go by LambdaConfigurations, and only QueueConfigurations are emulated.',
      );
    });

    it('the CDK’s own helper for notifications', () => {
      expect(() => planWith('Notifications', { Type: 'Custom::S3BucketNotifications', Properties: {} })).toThrow(
        'a resource of this type is on the way of the data and is not emulated. Set the notificationConfiguration of the CfnBucket.',
      );
    });

    it('a mapping of a stream', () => {
      const EventSourceArn = 'arn:aws:kinesis:us-east-1:000000000000:stream/x';
      expect(() => planWith('Mapping', { Properties: { EventSourceArn } })).toThrow('only queues are polled');
    });

    it('a mapping of a queue that shows messages again too soon', () => {
      expect(() => planWith('Queue', { Properties: { VisibilityTimeout: 9 } })).toThrow(
        'Queue visibility timeout: 9 seconds is less than Function timeout: 10 seconds (mini-queue, mini-counter).',
      );
    });

    it('a mapping of what is in no template', () => {
      const EventSourceArn = 'arn:aws:sqs:us-east-1:000000000000:other';
      expect(() => planWith('Mapping', { Properties: { EventSourceArn } })).toThrow(
        `The mapping of mini-counter polls ${EventSourceArn}, which is in no template. Add the queue.`,
      );
      expect(() => planWith('Mapping', { Properties: { FunctionName: 'other' } })).toThrow(
        'feeds other, which is in no template.',
      );
    });

    it('a function of another runtime', () => {
      expect(() => planWith('Function', { Properties: { Runtime: 'python3.13' } })).toThrow(
        'its runtime is python3.13.',
      );
    });

    it('a function whose code is no asset', () => {
      expect(() => planWith('Function', { Properties: { Code: { ZipFile: 'x' } } })).toThrow(
        'which is no asset of the assembly.',
      );
    });

    it('a policy of AWS’s own whose content nobody here knows', () => {
      const ManagedPolicyArns = ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'];
      expect(() => planWith('Role', { Properties: { ManagedPolicyArns } })).toThrow('is in no template');
    });

    it('a property of the wrong type', () => {
      expect(() => planWith('Queue', { Properties: { VisibilityTimeout: 'soon' } })).toThrow(
        'its property VisibilityTimeout must be a number, not "soon".',
      );
    });
  });

  describe('behaviour', () => {
    it('feeds the function of which a mapping names the alias', () => {
      const [east, ...others] = stacks as readonly [Stack, ...Stack[]];
      const Alias = { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: { Ref: 'Function' }, Name: 'live' } };
      const mappings = (FunctionName: Json, properties: JsonObject = {}) => {
        const Mapping = { ...east.template.Resources['Mapping'], Type: 'AWS::Lambda::EventSourceMapping' };
        const Resources = {
          ...east.template.Resources,
          Alias: { ...Alias, Properties: { ...Alias.Properties, ...properties } },
          Mapping: { ...Mapping, Properties: { ...Mapping.Properties, FunctionName } },
        };
        const changed = { ...east, template: { ...east.template, Resources } };
        return makePlan({ ...place, stacks: [changed, ...others] }).eventSourceMappings;
      };
      for (const reference of [{ Ref: 'Alias' }, { 'Fn::GetAtt': ['Alias', 'AliasArn'] }, 'mini-counter:live']) {
        expect(mappings(reference)).toEqual(plan.eventSourceMappings);
      }
      expect(() => mappings({ Ref: 'Alias' }, { RoutingConfig: {} })).toThrow(
        'its property RoutingConfig is not emulated.',
      );
    });

    it('leaves out a resource whose condition does not hold', () => {
      const [east] = stacks as readonly [Stack];
      const Resources = { ...east.template.Resources, Spare: { Type: 'AWS::SQS::Queue', Condition: 'Never' } };
      const Conditions = { Never: { 'Fn::Equals': ['a', 'b'] } };
      const conditional = makePlan({
        ...place,
        stacks: [{ ...east, template: { ...east.template, Resources, Conditions } }],
      });
      expect(conditional.queues.map(({ name }) => name)).not.toContain('mini-east-Spare');
    });

    it('reads a boundary and a managed policy of the template', () => {
      const document = { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
      const [east] = stacks as readonly [Stack];
      const { Role } = east.template.Resources;
      const Resources = {
        ...east.template.Resources,
        Limit: {
          Type: 'AWS::IAM::ManagedPolicy',
          Properties: { ManagedPolicyName: 'limit', PolicyDocument: document },
        },
        Role: {
          ...Role,
          Type: 'AWS::IAM::Role',
          Properties: {
            ...Role?.Properties,
            PermissionsBoundary: { Ref: 'Limit' },
            ManagedPolicyArns: [{ Ref: 'Limit' }],
          },
        },
      };
      const [role] = makePlan({ ...place, stacks: [{ ...east, template: { ...east.template, Resources } }] }).roles;
      expect(role?.boundary).toEqual({ name: 'mini-east/Limit', document });
      expect(role?.policies.map(({ name }) => name)).toEqual(['mini-east/RolePolicy', 'mini-east/Limit']);
    });
  });
});
