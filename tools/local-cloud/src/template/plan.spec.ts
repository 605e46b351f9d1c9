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
          streamArn: expect.stringContaining(':table/mini-table/stream/'),
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

    it('has the same stream of the table whoever asks, and another one in each region', () => {
      const west = makePlan({ ...place, region: 'us-west-2', stacks });
      const label = (arn = '') => /^(arn:aws:dynamodb:.*:table\/mini-table)\/stream\/(2026-.*)$/.exec(arn)?.slice(1);
      const [east, other] = [plan, west].map(({ tables: [table] }) => label(table?.streamArn));
      expect([east?.[0], other?.[0]]).toEqual([plan.tables[0]?.arn, west.tables[0]?.arn]);
      expect(east?.[1]).not.toBe(other?.[1]);
    });

    it('has the roles of functions with the policies that are attached to them', () => {
      expect(plan.roles.map(({ name, policies }) => [name, policies.map((policy) => policy.name)])).toEqual([
        ['mini-role', ['mini-east/RolePolicy']],
      ]);
      expect([...plan.resourcePolicies.keys()]).toEqual(['arn:aws:sqs:us-east-1:000000000000:mini-queue']);
    });

    it('lists what is not emulated, and resolves none of it', () => {
      expect(plan.unemulated).toEqual([
        { type: 'AWS::CloudWatch::Dashboard', logicalId: 'Board', path: 'mini-east/Board' },
      ]);
    });
  });

  describe('a bucket with Object Lock', () => {
    const locked = (DefaultRetention: JsonObject, ObjectLockEnabled = true) =>
      planWith('Archive', {
        Type: 'AWS::S3::Bucket',
        Properties: {
          BucketName: 'archive',
          ObjectLockEnabled,
          ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention } },
        },
      }).buckets.find(({ name }) => name === 'archive');

    it.each<[JsonObject, number]>([
      [{ Mode: 'GOVERNANCE', Days: 30 }, 30],
      [{ Mode: 'COMPLIANCE', Years: 2 }, 730],
    ])('has versions, and keeps them as %j says', (retention, days) => {
      expect(locked(retention)).toMatchObject({
        versioned: true,
        defaultRetention: { mode: retention['Mode'], days },
      });
    });

    it.each<[JsonObject, boolean]>([
      [{ Mode: 'GOVERNANCE', Days: 1, Years: 1 }, true],
      [{ Mode: 'GOVERNANCE' }, true],
      [{ Mode: 'FOREVER', Days: 1 }, true],
      [{ Mode: 'GOVERNANCE', Days: 1 }, false],
    ])('is refused with %j, Object Lock %s', (retention, enabled) => {
      expect(() => locked(retention, enabled)).toThrow('which S3 refuses.');
    });
  });

  describe('a mapping of a table’s stream', () => {
    const source = { 'Fn::GetAtt': ['Table', 'StreamArn'] };
    const mapping = { EventSourceArn: source, FunctionName: { Ref: 'Function' }, StartingPosition: 'TRIM_HORIZON' };
    const planned = (properties: JsonObject = {}) =>
      planWith('StreamMapping', {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: { ...mapping, ...properties },
      });

    it('has what Lambda takes where a property is absent', () => {
      expect(planned().streamMappings).toEqual([
        {
          id: expect.stringMatching(/^[0-9a-f-]{36}$/),
          streamArn: plan.tables[0]?.streamArn,
          functionName: 'mini-counter',
          startingPosition: 'TRIM_HORIZON',
          batchSize: 100,
          batchingWindowSeconds: 0,
          reportBatchItemFailures: false,
          bisectBatchOnError: false,
          maximumRetryAttempts: -1,
          maximumRecordAgeSeconds: -1,
          parallelizationFactor: 1,
          filters: [],
          enabled: true,
        },
      ]);
      expect(planned().eventSourceMappings).toEqual(plan.eventSourceMappings);
    });

    it('has what the template says', () => {
      const Pattern = '{"eventName":["INSERT"]}';
      const properties = {
        BatchSize: 500,
        MaximumBatchingWindowInSeconds: 2,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: 5,
        MaximumRecordAgeInSeconds: 3600,
        ParallelizationFactor: 4,
        FilterCriteria: { Filters: [{ Pattern }] },
        DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Bucket', 'Arn'] } } },
      };
      expect(planned(properties).streamMappings).toMatchObject([
        {
          batchSize: 500,
          batchingWindowSeconds: 2,
          reportBatchItemFailures: true,
          bisectBatchOnError: true,
          maximumRetryAttempts: 5,
          maximumRecordAgeSeconds: 3600,
          parallelizationFactor: 4,
          filters: [Pattern],
          onFailureArn: 'arn:aws:s3:::mini-bucket',
        },
      ]);
    });

    it.each<[string, JsonObject, string]>([
      ['a tumbling window', { TumblingWindowInSeconds: 30 }, 'its property TumblingWindowInSeconds is not emulated.'],
      ['what only queues have', { ScalingConfig: {} }, 'its property ScalingConfig is not emulated.'],
      [
        'a bound that Lambda refuses',
        { ParallelizationFactor: 11 },
        'its ParallelizationFactor is 11; Lambda takes 1 to 10.',
      ],
      ['another start', { StartingPosition: 'AT_TIMESTAMP' }, 'its StartingPosition is AT_TIMESTAMP'],
      [
        'an unknown form of pattern',
        { FilterCriteria: { Filters: [{ Pattern: '{"eventName":[{"wildcard":"*"}]}' }] } },
        'eventName has {"wildcard":"*"}, a form that is not emulated.',
      ],
      [
        'the stream of another region’s replica',
        { EventSourceArn: 'arn:aws:dynamodb:us-west-2:000000000000:table/mini-table/stream/x' },
        'which no table of the region has.',
      ],
      [
        'an unknown place of discarded records',
        { DestinationConfig: { OnFailure: { Destination: 'arn:aws:s3:::nowhere' } } },
        'keeps discarded records in arn:aws:s3:::nowhere, which is no bucket or queue',
      ],
    ])('refuses %s', (_, properties, message) => {
      expect(() => planned(properties)).toThrow(message);
    });

    it('gets the stream of a replica from the deployment’s finder, which does not run here', () => {
      const finder = { Type: 'Custom::ReplicaStream', Properties: { ServiceToken: 'x', TableName: 'mini-table' } };
      const [east, ...others] = stacks as readonly [Stack, ...Stack[]];
      const Resources = {
        ...east.template.Resources,
        Finder: finder,
        StreamMapping: {
          Type: 'AWS::Lambda::EventSourceMapping',
          Properties: { ...mapping, EventSourceArn: { 'Fn::GetAtt': ['Finder', 'StreamArn'] } },
        },
      };
      const found = makePlan({ ...place, stacks: [{ ...east, template: { ...east.template, Resources } }, ...others] });
      expect(found.streamMappings[0]?.streamArn).toBe(plan.tables[0]?.streamArn);
      expect(found.unemulated).toEqual(plan.unemulated);
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

    it('a mapping of another kind of stream', () => {
      const EventSourceArn = 'arn:aws:kinesis:us-east-1:000000000000:stream/x';
      expect(() => planWith('Mapping', { Properties: { EventSourceArn } })).toThrow(
        'only queues and the streams of tables are polled',
      );
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

    it('reads scheduled rules, and leaves out those of a pattern', () => {
      const rule = (properties: JsonObject) => planWith('Tick', { Type: 'AWS::Events::Rule', Properties: properties });
      const Targets = [{ Id: 'T', Arn: { 'Fn::GetAtt': ['Function', 'Arn'] } }];
      expect(rule({ Name: 'tick', ScheduleExpression: 'rate(5 minutes)', State: 'DISABLED', Targets }).rules).toEqual([
        {
          name: 'tick',
          arn: 'arn:aws:events:us-east-1:000000000000:rule/tick',
          schedule: 'rate(5 minutes)',
          enabled: false,
          targets: [
            {
              id: 'T',
              arn: 'arn:aws:lambda:us-east-1:000000000000:function:mini-counter',
              functionName: 'mini-counter',
            },
          ],
        },
      ]);
      const byPattern = rule({ EventPattern: { source: ['aws.s3'] }, Targets });
      expect(byPattern.rules).toEqual([]);
      expect(byPattern.unemulated).toContainEqual(
        expect.objectContaining({ logicalId: 'Tick', property: 'EventPattern' }),
      );
    });

    it.each<[string, JsonObject, string]>([
      ['schedule', { ScheduleExpression: 'rate(1 minutes)' }, 'can\'t be read: rate(1 minutes) must say "minute".'],
      [
        'target that is no function',
        { ScheduleExpression: 'rate(1 minute)', Targets: [{ Id: 'T', Arn: { 'Fn::GetAtt': ['Queue', 'Arn'] } }] },
        'and only functions are fired.',
      ],
      [
        'target of no template',
        {
          Name: 'tick',
          ScheduleExpression: 'rate(1 minute)',
          Targets: [{ Id: 'T', Arn: 'arn:aws:lambda:us-east-1:000000000000:function:gone' }],
        },
        'The rule tick fires gone, which is in no template. Add the function.',
      ],
      [
        'input that is made from an event',
        {
          ScheduleExpression: 'rate(1 minute)',
          Targets: [{ Id: 'T', Arn: 'arn:aws:lambda:x', InputPath: '$.detail' }],
        },
        'its target T has InputPath, which is not emulated.',
      ],
    ])('refuses a rule with a %s', (_, properties, message) => {
      expect(() => planWith('Tick', { Type: 'AWS::Events::Rule', Properties: properties })).toThrow(message);
    });

    it('reads how often a failed asynchronous invocation is repeated', () => {
      const properties = { FunctionName: { Ref: 'Function' }, Qualifier: '$LATEST', MaximumRetryAttempts: 0 };
      const configured = planWith('Once', { Type: 'AWS::Lambda::EventInvokeConfig', Properties: properties });
      expect([...configured.retryAttempts]).toEqual([['mini-counter', 0]]);
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
