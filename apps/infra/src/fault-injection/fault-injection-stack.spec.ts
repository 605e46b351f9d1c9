import { boundaryBreaches } from '../checks/boundaries';
import { principalBreaches, serviceGrantBreaches, wildcardBreaches } from '../checks/grants';
import { nameBreaches, type TemplateJson } from '../checks/physical-names';
import { referenceBreaches } from '../checks/references';
import { logBreaches } from '../checks/functions';
import { type SynthesisedStack, synthesise } from '../testing/synthesise';

const context = { faultInjection: 'true' };
const { primary, standby, faults } = synthesise(context);
const [east, west] = faults as [SynthesisedStack, SynthesisedStack];
const plain = synthesise();

interface TemplateProperties {
  readonly Actions: Readonly<Record<string, { readonly ActionId: string; readonly Parameters: object }>>;
  readonly Targets: Readonly<Record<string, object>>;
  readonly StopConditions: readonly { readonly Source: string; readonly Value: object }[];
  readonly LogConfiguration: object;
  readonly ExperimentOptions: object;
  readonly RoleArn: { readonly 'Fn::GetAtt': readonly [string, string] };
  readonly Tags: Readonly<Record<string, string>>;
}

const templatesOf = ({ resources }: SynthesisedStack): Readonly<Record<string, TemplateProperties>> =>
  Object.fromEntries(
    Object.values(resources)
      .filter(({ Type }) => Type === 'AWS::FIS::ExperimentTemplate')
      .map(({ Properties }) => Properties as unknown as TemplateProperties)
      .map((properties) => [properties.Tags['Name'] ?? '', properties]),
  );
const arn = (service: string, region: string, resource: string) => ({
  'Fn::Join': ['', [`arn:aws:${service}:${region}:`, { Ref: 'AWS::AccountId' }, `:${resource}`]],
});

describe('outages on purpose', () => {
  it('are stacks that are there when they are asked for, and change nothing of the pipeline', () => {
    expect(plain.faults).toEqual([]);
    expect(faults.map(({ name, region, dependencies }) => [name, region, dependencies[0]])).toEqual([
      ['serverless-fault-injection-prod', 'us-east-1', 'serverless-pipeline-prod'],
      ['serverless-fault-injection-us-west-2-prod', 'us-west-2', 'serverless-pipeline-us-west-2-prod'],
    ]);
    expect([primary.text, standby.text]).toEqual([plain.primary.text, plain.standby.text]);
  });
});

describe.each([
  { stack: east, region: 'us-east-1', other: 'us-west-2', part: '' },
  { stack: west, region: 'us-west-2', other: 'us-east-1', part: '-us-west-2' },
])('outages on purpose in $region', ({ stack, region, other, part }) => {
  const templates = templatesOf(stack);
  const template = JSON.parse(stack.text) as TemplateJson;
  const roles = Object.values(stack.template.findResources('AWS::IAM::Role')).map(({ Properties }) => Properties);

  it('keep the rules of the pipeline: names, references, grants, boundary, logs', () => {
    expect(nameBreaches(template, 'prod')).toEqual([]);
    expect(referenceBreaches(template)).toEqual([]);
    expect(wildcardBreaches(template)).toEqual([]);
    expect(principalBreaches(template)).toEqual([]);
    expect(serviceGrantBreaches(template)).toEqual([]);
    expect(boundaryBreaches(template)).toEqual([]);
    expect(logBreaches(template, 'prod')).toEqual([]);
  });

  it('are these, each made of these actions, for a quarter of an hour', () => {
    const actions = Object.entries(templates).map(([name, { Actions }]) => [
      name,
      Object.values(Actions).map(({ ActionId, Parameters }) => ({ ActionId, ...Parameters })),
    ]);
    const duration = 'PT15M';
    const subnets = (scope: string) => ({ ActionId: 'aws:network:disrupt-connectivity', duration, scope });
    const endpoints = { ActionId: 'aws:network:disrupt-vpc-endpoint', duration };
    const replication = { ActionId: 'aws:dynamodb:global-table-pause-replication', duration };
    expect(Object.fromEntries(actions)).toEqual({
      'serverless-table-outage-prod': [subnets('dynamodb')],
      'serverless-bucket-outage-prod': [subnets('s3')],
      'serverless-queue-outage-prod': [endpoints],
      'serverless-region-outage-prod': [subnets('all'), endpoints, replication],
      'serverless-replication-pause-prod': [replication],
    });
  });

  it('find what is ours and nothing else: by all tags that a resource of the pipeline has, or by its ARN', () => {
    const ResourceTags = {
      project: 'serverless-data-pipeline',
      owner: 'data-platform',
      'cost-center': 'data-platform',
      'data-classification': 'confidential',
      environment: 'prod',
    };
    expect(templates['serverless-region-outage-prod']?.Targets).toEqual({
      subnets: { ResourceType: 'aws:ec2:subnet', ResourceTags, SelectionMode: 'ALL' },
      endpoints: {
        ResourceType: 'aws:ec2:vpc-endpoint',
        ResourceTags,
        SelectionMode: 'ALL',
        Filters: [
          {
            Path: 'ServiceName',
            Values: [`com.amazonaws.${region}.sqs`, `com.amazonaws.${region}.secretsmanager`],
          },
        ],
      },
      table: {
        ResourceType: 'aws:dynamodb:global-table',
        ResourceArns: [arn('dynamodb', region, 'table/serverless-processed-data-prod')],
        SelectionMode: 'ALL',
      },
    });
    const pipeline = region === primary.region ? primary : standby;
    const tagged = Object.values(pipeline.resources)
      .filter(({ Type }) => ['AWS::EC2::Subnet', 'AWS::EC2::VPC', 'AWS::EC2::VPCEndpoint'].includes(Type))
      .map(({ Properties }) => Properties?.['Tags'] as { Key: string; Value: string }[]);
    expect(tagged.length).toBeGreaterThan(4);
    for (const tags of tagged) {
      const found = Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
      expect(found).toMatchObject(ResourceTags);
    }
  });

  it('stop, or do not begin, when data is given up, the other region is not there, or nobody watches', () => {
    for (const { StopConditions } of Object.values(templates)) {
      expect(StopConditions).toEqual(
        ['dead-letters', 'audit-failures', `region-availability-${other}`, 'sentinel-silent'].map((alarm) => ({
          Source: 'aws:cloudwatch:alarm',
          Value: arn('cloudwatch', region, `alarm:serverless-${alarm}-prod`),
        })),
      );
    }
    const pipeline = region === primary.region ? primary : standby;
    const alarms = Object.values(pipeline.resources).map(({ Properties }) => Properties?.['AlarmName']);
    expect(alarms).toEqual(
      expect.arrayContaining(
        ['dead-letters', 'audit-failures', `region-availability-${other}`, 'sentinel-silent'].map(
          (alarm) => `serverless-${alarm}-prod`,
        ),
      ),
    );
  });

  it('are written down in a log that only its delivery, for this account, may write', () => {
    const [group] = Object.keys(stack.template.findResources('AWS::Logs::LogGroup'));
    stack.template.hasResource('AWS::Logs::LogGroup', {
      Properties: { LogGroupName: 'serverless-fault-injection-logs-prod', RetentionInDays: 365 },
      DeletionPolicy: 'Delete',
    });
    for (const { LogConfiguration, ExperimentOptions } of Object.values(templates)) {
      expect(LogConfiguration).toEqual({
        LogSchemaVersion: 2,
        CloudWatchLogsConfiguration: { LogGroupArn: { 'Fn::GetAtt': [group, 'Arn'] } },
      });
      expect(ExperimentOptions).toEqual({ AccountTargeting: 'single-account', EmptyTargetResolutionMode: 'fail' });
    }
    const [policy] = Object.values(stack.template.findResources('AWS::Logs::ResourcePolicy'));
    const document = JSON.stringify(policy?.['Properties'].PolicyDocument);
    expect(document).toContain('delivery.logs.amazonaws.com');
    expect(document).toContain('log-group:serverless-fault-injection-logs-prod:log-stream:*');
    expect(document).toContain('aws:SourceAccount');
    expect(document).toContain('aws:SourceArn');
  });

  it('have a role each, that AWS FIS alone takes, for an experiment of this account and region', () => {
    expect(roles.map(({ RoleName }) => RoleName)).toEqual(
      ['table-outage', 'bucket-outage', 'queue-outage', 'region-outage', 'replication-pause'].map(
        (name) => `serverless-${name}-role${part}-prod`,
      ),
    );
    for (const { AssumeRolePolicyDocument } of roles) {
      expect(AssumeRolePolicyDocument.Statement).toEqual([
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { Service: 'fis.amazonaws.com' },
          Condition: {
            StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
            ArnLike: { 'aws:SourceArn': arn('fis', region, 'experiment/*') },
          },
        },
      ]);
    }
    const used = Object.values(templates).map(({ RoleArn }) => RoleArn['Fn::GetAtt'][0]);
    expect(new Set(used).size).toBe(roles.length);
  });

  it('are found by their ids in the outputs', () => {
    expect(Object.keys(template.Outputs ?? {})).toEqual([
      'TableOutage',
      'BucketOutage',
      'QueueOutage',
      'RegionOutage',
      'ReplicationPause',
    ]);
  });
});

describe('the settings of outages on purpose', () => {
  it('say how long one lasts, below the time in which a message is given up', () => {
    const [stack] = synthesise({ ...context, faultMinutes: '30' }).faults;
    expect(stack?.text).toContain('"duration": "PT30M"');
    expect(() => synthesise({ ...context, faultMinutes: '31' })).toThrow(
      'faultInjection.minutes is 31: it must be a whole number from 1 to 30 (a message that keeps failing is given up after 37).',
    );
    expect(() => synthesise({ ...context, faultMinutes: 'long' })).toThrow('faultInjection.minutes is NaN');
    expect(() => synthesise({ faultInjection: 'yes' })).toThrow(
      'There is no faultInjection "yes": use -c faultInjection=true or -c faultInjection=false.',
    );
  });

  it('include the endpoint of X-Ray where functions are traced', () => {
    const [stack] = synthesise({ ...context, tracing: 'true' }).faults;
    expect(stack?.text).toContain('com.amazonaws.us-east-1.xray');
  });
});
