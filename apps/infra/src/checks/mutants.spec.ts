import type { Draft } from '../testing/template-draft';
import { TemplateDraft } from '../testing/template-draft';
import { synthesise } from '../testing/synthesise';
import { type CheckName, checks } from './all-checks';

/** What is done to the template of the primary, and the check that has to notice. */
type Mutant = readonly [what: string, check: CheckName, mutate: (draft: TemplateDraft) => void];

const TABLE = 'DynamoDB::GlobalTable';
const MAPPING = 'Lambda::EventSourceMapping';
const bucket = (draft: TemplateDraft) => draft.properties('S3::Bucket', 'Ingestion');
const processorFunction = (draft: TemplateDraft) => draft.properties('Lambda::Function', 'Processor');
const mapping = (draft: TemplateDraft) => draft.properties(MAPPING, 'Processor');
const streamMapping = (draft: TemplateDraft) => draft.properties(MAPPING, 'Auditing');
const table = (draft: TemplateDraft) => draft.properties(TABLE);
const queue = (draft: TemplateDraft) => draft.properties('SQS::Queue', 'IngestQueue');
const grant = (draft: TemplateDraft, sid: string) => draft.statement('IAM::Role', 'Processor', sid);
const bounded = (draft: TemplateDraft, sid: string) => draft.statement('IAM::ManagedPolicy', 'PermissionBoundary', sid);
const announcement = (draft: TemplateDraft) =>
  draft.statement('SQS::QueuePolicy', 'IngestQueue', 'BucketAnnouncesObjects');
const failoverTrust = (draft: TemplateDraft): Draft[] =>
  draft.properties('IAM::Role', 'FailoverRole').AssumeRolePolicyDocument.Statement;
const rules = (draft: TemplateDraft): Draft[] => bucket(draft).NotificationConfiguration.QueueConfigurations;
const ROUTE = 'ApiGatewayV2::Route';
const stage = (draft: TemplateDraft) => draft.properties('ApiGatewayV2::Stage');
const check = (draft: TemplateDraft, id: string) => draft.properties('Route53::HealthCheck', id).HealthCheckConfig;
const record = (draft: TemplateDraft, id: string) => draft.properties('Route53::RecordSet', id);
const refusal =
  (operator: string) =>
  ({ Effect, Condition }: Draft) =>
    Effect === 'Deny' && operator in Condition;

const mutants: readonly Mutant[] = [
  [
    'public policies are let through',
    'buckets',
    (draft) => (bucket(draft).PublicAccessBlockConfiguration.BlockPublicPolicy = false),
  ],
  ['the block of public access is gone', 'buckets', (draft) => delete bucket(draft).PublicAccessBlockConfiguration],
  [
    'access lists of objects count',
    'buckets',
    (draft) => (bucket(draft).OwnershipControls.Rules[0].ObjectOwnership = 'ObjectWriter'),
  ],
  ['versioning is off', 'buckets', (draft) => (bucket(draft).VersioningConfiguration.Status = 'Suspended')],
  ['the encryption of a bucket is gone', 'buckets', (draft) => delete bucket(draft).BucketEncryption],
  ['access logs are gone', 'buckets', (draft) => delete bucket(draft).LoggingConfiguration],
  ['broken uploads are kept', 'buckets', (draft) => bucket(draft).LifecycleConfiguration.Rules.shift()],
  ['rules of notification overlap', 'notifications', (draft) => rules(draft).push(rules(draft)[0])],
  [
    'a rule is for what is not incoming',
    'notifications',
    (draft) => (rules(draft)[0].Filter.S3Key.Rules[0].Value = 'adopted/'),
  ],
  ['nothing is announced', 'notifications', (draft) => delete bucket(draft).NotificationConfiguration],
  ['deletions are announced', 'notifications', (draft) => (rules(draft)[0].Event = 's3:ObjectRemoved:*')],

  ['the policy of a bucket is gone', 'transport', (draft) => draft.remove('S3::BucketPolicy', 'Ingestion')],
  [
    'a bucket answers without TLS',
    'transport',
    (draft) => (draft.statement('S3::BucketPolicy', 'Ingestion', refusal('Bool')).Effect = 'Allow'),
  ],
  [
    'a bucket answers TLS 1.0',
    'transport',
    (draft) =>
      (draft.statement('S3::BucketPolicy', 'AccessLog', refusal('NumericLessThan')).Condition.NumericLessThan[
        's3:TlsVersion'
      ] = 1),
  ],
  [
    'TLS is asked of one principal only',
    'transport',
    (draft) => (draft.statement('S3::BucketPolicy', 'Ingestion', refusal('Bool')).Principal = { AWS: '123456789012' }),
  ],
  [
    'a queue answers without TLS',
    'transport',
    (draft) => draft.properties('SQS::QueuePolicy', 'IngestQueue').PolicyDocument.Statement.shift(),
  ],
  ['a topic answers without TLS', 'transport', (draft) => draft.remove('SNS::TopicPolicy')],

  ['the dead-letter queue is taken off', 'queues', (draft) => delete queue(draft).RedrivePolicy],
  ['the dead-letter queue is gone', 'references', (draft) => draft.remove('SQS::Queue', 'IngestDeadLetters')],
  ['a message is given up after 3 receives', 'queues', (draft) => (queue(draft).RedrivePolicy.maxReceiveCount = 3)],
  ['dead letters go before messages', 'queues', (draft) => (queue(draft).MessageRetentionPeriod = 1_209_600)],
  [
    'any queue may leave dead letters',
    'queues',
    (draft) => delete draft.properties('SQS::Queue', 'IngestDeadLetters').RedriveAllowPolicy,
  ],
  ['the encryption of a queue is off', 'queues', (draft) => (queue(draft).SqsManagedSseEnabled = false)],
  ['visibility is too small', 'visibility', (draft) => (queue(draft).VisibilityTimeout = 1_799)],
  ['the function takes longer', 'visibility', (draft) => (processorFunction(draft).Timeout = 301)],

  ['the stream has no old images', 'table', (draft) => (table(draft).StreamSpecification.StreamViewType = 'NEW_IMAGE')],
  ['the stream is gone', 'table', (draft) => delete table(draft).StreamSpecification],
  [
    'the index projects everything',
    'table',
    (draft) => (table(draft).GlobalSecondaryIndexes[0].Projection.ProjectionType = 'ALL'),
  ],
  ['items never expire', 'table', (draft) => (table(draft).TimeToLiveSpecification.Enabled = false)],
  [
    'recovery is off in one replica',
    'table',
    (draft) => (table(draft).Replicas[1].PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled = false),
  ],
  ['a replica is gone', 'table', (draft) => table(draft).Replicas.pop()],
  ['the sort key is gone', 'table', (draft) => table(draft).KeySchema.pop()],
  [
    'protection is off in one replica',
    'deletion protection',
    (draft) => (table(draft).Replicas[0].DeletionProtectionEnabled = false),
  ],
  ['the table goes with its stack', 'removal', (draft) => (draft.resource(TABLE).DeletionPolicy = 'Delete')],
  [
    'a replaced bucket is deleted',
    'removal',
    (draft) => (draft.resource('S3::Bucket', 'Ingestion').UpdateReplacePolicy = 'Delete'),
  ],
  [
    'the secret goes with its stack',
    'removal',
    (draft) => delete draft.resource('SecretsManager::Secret').DeletionPolicy,
  ],
  ['the table has another logical id', 'logical ids', (draft) => draft.rename(TABLE, 'Processed', 'Items0A1B2C3D')],
  ['a bucket nobody has entered', 'logical ids', (draft) => draft.add('More', 'AWS::S3::Bucket', {})],

  ['an action more', 'roles', (draft) => grant(draft, 'WriteItems').Action.push('dynamodb:DeleteItem')],
  [
    'a function is traced and may not send its traces',
    'roles',
    (draft) => (processorFunction(draft).TracingConfig = { Mode: 'Active' }),
  ],
  ['an action less', 'roles', (draft) => grant(draft, 'WorkOffQueue').Action.pop()],
  [
    'the whole bucket',
    'roles',
    (draft) =>
      (grant(draft, 'ReadFiles').Resource[0] = {
        'Fn::Join': ['', [{ 'Fn::GetAtt': ['IngestionBucket917A3A3A', 'Arn'] }, '/*']],
      }),
  ],
  ['the condition of listing is gone', 'roles', (draft) => delete grant(draft, 'TellMissingFromForbidden').Condition],
  [
    'a policy of AWS',
    'roles',
    (draft) =>
      (draft.properties('IAM::Role', 'Processor').ManagedPolicyArns = ['arn:aws:iam::aws:policy/AdministratorAccess']),
  ],
  [
    'a role nobody has listed',
    'roles',
    (draft) => draft.add('Other', 'AWS::IAM::Role', { RoleName: 'serverless-other-role-prod' }),
  ],
  ['a wild action', 'wildcards', (draft) => (grant(draft, 'WriteItems').Action = 'dynamodb:*')],
  ['a wild resource', 'wildcards', (draft) => (grant(draft, 'WriteItems').Resource = '*')],
  [
    'the boundary is off a role',
    'boundary',
    (draft) => delete draft.properties('IAM::Role', 'Processor').PermissionsBoundary,
  ],
  [
    'the boundary is wider than the roles',
    'boundary',
    (draft) => bounded(draft, 'WriteItems').Action.push('dynamodb:DeleteTable'),
  ],
  ['the boundary is narrower than the roles', 'boundary', (draft) => bounded(draft, 'WriteItems').Action.pop()],
  ['no source ARN', 'service grants', (draft) => delete announcement(draft).Condition.ArnEquals],
  ['no source account', 'service grants', (draft) => delete announcement(draft).Condition.StringEquals],
  [
    'anybody of Lambda takes a role',
    'service grants',
    (draft) => delete draft.properties('IAM::Role', 'Processor').AssumeRolePolicyDocument.Statement[0].Condition,
  ],
  [
    'a role of the other stack is a principal',
    'principals',
    (draft) => (announcement(draft).Principal = { AWS: 'arn:aws:iam::1:role/serverless-sentinel-role-us-west-2-prod' }),
  ],
  ['any role of the account takes over files', 'account grants', (draft) => delete failoverTrust(draft)[0].Condition],
  [
    'operators need no second factor',
    'account grants',
    (draft) => (failoverTrust(draft)[1].Condition.Bool['aws:MultiFactorAuthPresent'] = 'false'),
  ],
  [
    'the failover role writes incoming files',
    'roles',
    (draft) => draft.statement('IAM::Role', 'FailoverRole', 'ReadFiles').Action.push('s3:PutObject'),
  ],
  [
    'anybody hands files over',
    'adoption',
    (draft) => (draft.statement('S3::BucketPolicy', 'Ingestion', 'NobodyElseHandsOver').Effect = 'Allow'),
  ],
  [
    'another role hands files over',
    'adoption',
    (draft) =>
      (draft.statement('S3::BucketPolicy', 'Ingestion', 'NobodyElseHandsOver').Condition.ArnNotEquals = {
        'aws:PrincipalArn': 'arn:aws:iam::1:role/serverless-data-processor-role-prod',
      }),
  ],
  [
    'the whole account hands files over',
    'account grants',
    (draft) => delete draft.statement('S3::BucketPolicy', 'Ingestion', 'OtherRegionHandsOver').Condition,
  ],
  ['everybody may send', 'principals', (draft) => (announcement(draft).Principal = '*')],

  ['a runtime of Python', 'functions', (draft) => (processorFunction(draft).Runtime = 'python3.13')],
  ['another architecture', 'functions', (draft) => delete processorFunction(draft).Architectures],
  ['a log group that Lambda makes', 'functions', (draft) => delete processorFunction(draft).LoggingConfig],
  ['a batch fails as a whole', 'mapping', (draft) => delete mapping(draft).FunctionResponseTypes],
  ['concurrency has no bound', 'mapping', (draft) => delete mapping(draft).ScalingConfig],
  ['a deployment switches the mapping on', 'mapping', (draft) => (mapping(draft).Enabled = true)],
  ['a filter deletes messages', 'mapping', (draft) => (mapping(draft).FilterCriteria = { Filters: [] })],
  [
    'the mapping feeds what was uploaded last',
    'mapping',
    (draft) => (mapping(draft).FunctionName = { Ref: 'ProcessorFunction5B2A90E2' }),
  ],
  ['a bad change takes its batch along', 'mapping', (draft) => delete streamMapping(draft).BisectBatchOnFunctionError],
  ['a bad change blocks its shard', 'mapping', (draft) => delete streamMapping(draft).MaximumRetryAttempts],
  ['what is given up is gone', 'mapping', (draft) => delete streamMapping(draft).DestinationConfig],
  [
    'changes are tried until the stream forgets them',
    'mapping',
    (draft) => (streamMapping(draft).MaximumRecordAgeInSeconds = -1),
  ],
  ['the first changes are in no trail', 'mapping', (draft) => (streamMapping(draft).StartingPosition = 'LATEST')],
  [
    'a boundary is longer than IAM takes',
    'boundary',
    (draft) => (bounded(draft, 'ReadFiles').Action = Array.from({ length: 500 }, (_, index) => `s3:GetObject${index}`)),
  ],
  ['the alias is of no version', 'mapping', (draft) => (draft.properties('Lambda::Alias').FunctionVersion = '$LATEST')],
  [
    'an earlier version goes with the next deployment',
    'mapping',
    (draft) => (draft.resource('Lambda::Version').DeletionPolicy = 'Delete'),
  ],
  ['logs stay for ever', 'logs', (draft) => delete draft.properties('Logs::LogGroup', 'Processor').RetentionInDays],
  [
    'logs of production stay for a month',
    'logs',
    (draft) => (draft.properties('Logs::LogGroup', 'Processor').RetentionInDays = 30),
  ],

  ['a name is wrong', 'names', (draft) => (queue(draft).QueueName = 'ingest-queue')],
  ['a name is missing', 'names', (draft) => delete processorFunction(draft).FunctionName],
  ["a helper of the CDK's", 'names', (draft) => draft.add('Helper', 'Custom::S3BucketNotifications', {})],
  ['the secret is in one region', 'keys', (draft) => delete draft.properties('SecretsManager::Secret').ReplicaRegions],
  ['a key never changes', 'keys', (draft) => delete draft.properties('KMS::Key').EnableKeyRotation],
  ['a topic in clear', 'keys', (draft) => delete draft.properties('SNS::Topic').KmsMasterKeyId],
  [
    'a way in from everywhere',
    'network',
    (draft) =>
      draft
        .properties('EC2::SecurityGroup', 'NetworkEndpoints')
        .SecurityGroupIngress.push({ CidrIp: '0.0.0.0/0', IpProtocol: '-1' }),
  ],
  ['a way out to the internet', 'network', (draft) => draft.add('Nat', 'AWS::EC2::NatGateway', {})],
  ['an endpoint for everybody', 'network', (draft) => delete draft.properties('EC2::VPCEndpoint').PolicyDocument],
  ['no flow logs', 'network', (draft) => draft.remove('EC2::FlowLog')],
  ['an alarm without an action', 'alarms', (draft) => delete draft.properties('CloudWatch::Alarm').AlarmActions],
  [
    'the composite alarm tells nobody',
    'alarms',
    (draft) => (draft.properties('CloudWatch::CompositeAlarm').AlarmActions = []),
  ],

  [
    'a route that says nothing of who may call it',
    'gateway',
    (draft) => delete draft.properties(ROUTE, 'GatewayHttpGETfiles').AuthorizationType,
  ],
  [
    'a route for everybody',
    'gateway',
    (draft) => (draft.properties(ROUTE, 'GatewayHttpPOSTuploads').AuthorizationType = 'NONE'),
  ],
  [
    'the description of the API for everybody',
    'gateway',
    (draft) => (draft.properties(ROUTE, 'GatewayHttpGETopenapi').AuthorizationType = 'NONE'),
  ],
  [
    'a route nobody has described',
    'gateway',
    (draft) =>
      draft.add('More', 'AWS::ApiGatewayV2::Route', { RouteKey: 'DELETE /records', AuthorizationType: 'AWS_IAM' }),
  ],
  ['a stage without a throttle', 'gateway', (draft) => delete stage(draft).DefaultRouteSettings],
  [
    'a stage without a bound of bursts',
    'gateway',
    (draft) => delete stage(draft).DefaultRouteSettings.ThrottlingBurstLimit,
  ],
  ['a throttle of nothing', 'gateway', (draft) => (stage(draft).DefaultRouteSettings.ThrottlingRateLimit = 0)],
  [
    'a route whose throttle is lifted',
    'gateway',
    (draft) => (stage(draft).RouteSettings = { 'GET /records': { ThrottlingRateLimit: 10_000 } }),
  ],
  ['a stage without an access log', 'gateway', (draft) => delete stage(draft).AccessLogSettings],
  [
    'an access log of somebody else',
    'gateway',
    (draft) => (stage(draft).AccessLogSettings.DestinationArn = 'arn:aws:logs:us-east-1:1:log-group:theirs'),
  ],

  [
    'a check of an alarm that is not ours',
    'failover',
    (draft) => (check(draft, 'ActiveRegionSentinel').AlarmIdentifier.Name = 'serverless-other-prod'),
  ],
  [
    'a check of an alarm of the other region',
    'failover',
    (draft) => (check(draft, 'ActiveRegionSentinel').AlarmIdentifier.Region = 'us-west-2'),
  ],
  [
    'a silent sentinel is a good sign',
    'failover',
    (draft) => delete check(draft, 'ActiveRegionSentinel').InsufficientDataHealthStatus,
  ],
  [
    'a region holds while its API does not answer',
    'failover',
    (draft) => (check(draft, 'ActiveRegionRegionuseast1').HealthThreshold = 1),
  ],
  [
    'a region that no sentinel judges',
    'failover',
    (draft) => {
      check(draft, 'ActiveRegionRegionuseast1').ChildHealthChecks.shift();
      check(draft, 'ActiveRegionRegionuseast1').HealthThreshold = 1;
    },
  ],
  [
    'a check of a path that wants a signature',
    'failover',
    (draft) => (check(draft, 'ActiveRegionApi').ResourcePath = '/files'),
  ],
  ['a check without TLS', 'failover', (draft) => (check(draft, 'ActiveRegionApi').Type = 'HTTP')],
  ['two primaries', 'failover', (draft) => (record(draft, 'ActiveRegionSECONDARY').Failover = 'PRIMARY')],
  ['a primary alone', 'failover', (draft) => draft.remove('Route53::RecordSet', 'ActiveRegionSECONDARY')],
  [
    'no record at all',
    'failover',
    (draft) => {
      draft.remove('Route53::RecordSet');
      draft.remove('Route53::RecordSet');
    },
  ],
  ['a record without a check', 'failover', (draft) => delete record(draft, 'ActiveRegionPRIMARY').HealthCheckId],
  [
    'a record that hears the API alone',
    'failover',
    (draft) => (record(draft, 'ActiveRegionPRIMARY').HealthCheckId['Fn::GetAtt'][0] = 'ActiveRegionApiACC08DDA'),
  ],

  ['an output is gone', 'outputs', (draft) => delete draft.template.Outputs.ProcessedTableName],
  [
    'an output has another name',
    'outputs',
    (draft) => (draft.template.Outputs.IngestQueueUrl.Export.Name = 'ingest-queue-url-prod'),
  ],
  ['a reference to nothing', 'references', (draft) => (mapping(draft).FunctionName = { Ref: 'Gone' })],
  ['a circle', 'references', (draft) => (queue(draft).Tags[0].Value = { Ref: 'IngestionBucket917A3A3A' })],
  [
    'a value of the other stack',
    'references',
    (draft) => (queue(draft).Tags[0].Value = { 'Fn::ImportValue': 'other' }),
  ],
];

// Protected, so that the check of protection is not idle.
const { primary } = synthesise({ protect: 'true' });
const breachesOf = (check: CheckName, { template }: TemplateDraft) =>
  checks[check]({ template, region: primary.region, isPrimary: true, environment: 'prod', protect: true });

describe('the checks are not blind', () => {
  it.each(Object.keys(checks) as CheckName[])('%s finds nothing in the template as it is', (check) => {
    expect(breachesOf(check, new TemplateDraft(primary.text))).toEqual([]);
  });

  it.each(mutants)('%s: found by %s', (_what, check, mutate) => {
    const draft = new TemplateDraft(primary.text);
    mutate(draft);
    expect(breachesOf(check, draft)).not.toEqual([]);
  });

  it('has a mutant for every check, none of them twice', () => {
    expect(Object.keys(checks).filter((name) => !mutants.some(([, check]) => check === name))).toEqual([]);
    expect(new Set(mutants.map(([what]) => what)).size).toBe(mutants.length);
  });
});
