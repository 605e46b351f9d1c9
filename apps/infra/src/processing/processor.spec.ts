import { Match } from 'aws-cdk-lib/assertions';
import { decodeEnvironment, processorEnvironment } from '@pipeline/runtime-contract';
import { wildcardBreaches } from '../checks/grants';
import { synthesise, synthesiseAnew } from '../testing/synthesise';
import { validated } from '../testing/validated';

const { primary, standby } = synthesise();

const functionOf = ({ template }: typeof primary) =>
  template.findResources('AWS::Lambda::Function')['ProcessorFunction5B2A90E2']!['Properties'];

/** What the function sees: a queue's `Ref` is its URL. */
function variablesOf(stack: typeof primary): Record<string, string> {
  const variables: Record<string, string | { Ref: string }> = functionOf(stack).Environment.Variables;
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : `https://sqs.${stack.region}.amazonaws.com/1/${value.Ref}`,
    ]),
  );
}

describe.each([primary, standby])('the processor of $region', (stack) => {
  const { template, region } = stack;

  it('runs the bundle on one vCPU of Graviton for up to five minutes', () => {
    expect(functionOf(stack)).toMatchObject({
      FunctionName: 'serverless-data-processor-prod',
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      MemorySize: 1_769,
      Timeout: 300,
    });
  });

  it('is given an environment that it understands', () => {
    expect(decodeEnvironment(processorEnvironment, variablesOf(stack))).toEqual({
      TABLE_NAME: 'serverless-processed-data-prod',
      TABLE_REGION: region,
      PIPELINE_REGIONS: ['us-east-1', 'us-west-2'],
      INGEST_QUEUE_URL: `https://sqs.${region}.amazonaws.com/1/IngestQueue95F6DB49`,
      DEAD_LETTER_QUEUE_URL: `https://sqs.${region}.amazonaws.com/1/IngestDeadLetters1228E37E`,
      PIPELINE_SECRET: 'serverless-pipeline-secrets-prod',
      MAX_RECEIVES: 10,
      STATUS_SHARDS: 16,
      MAX_ROW_BYTES: 1_048_576,
      MAX_REJECTED_ROWS: 10_000,
      MAX_REJECTED_PERCENT: 50,
      MAX_WRITES_IN_FLIGHT: 128,
      WRITER: 'lean',
      SPLIT_RESERVE_MS: 30_000,
      SLICE_BYTES: 33_554_432,
      POWERTOOLS_SERVICE_NAME: 'serverless-data-processor-prod',
      POWERTOOLS_METRICS_NAMESPACE: 'ServerlessPipeline',
      POWERTOOLS_LOG_LEVEL: 'INFO',
    });
  });

  it('runs in the network, and opens connections by TLS only', () => {
    expect(functionOf(stack).VpcConfig).toEqual({
      SecurityGroupIds: [{ 'Fn::GetAtt': ['ProcessorSecurityGroup067F4B9D', 'GroupId'] }],
      SubnetIds: [
        { Ref: 'NetworkVpcisolatedSubnet1Subnet188D06DD' },
        { Ref: 'NetworkVpcisolatedSubnet2Subnet811E27B8' },
      ],
    });
    const { Properties } = stack.resources['ProcessorSecurityGroup067F4B9D'] ?? {};
    expect(Properties).toMatchObject({
      GroupName: 'serverless-data-processor-prod',
      SecurityGroupEgress: [{ CidrIp: '0.0.0.0/0', IpProtocol: 'tcp', FromPort: 443, ToPort: 443 }],
    });
    expect(Properties).not.toHaveProperty('SecurityGroupIngress');
  });

  it('is traced only if that is asked for, and may send its traces then', () => {
    expect(functionOf(stack).TracingConfig).toBeUndefined();
    const traced = synthesise({ tracing: 'true' })[region === 'us-east-1' ? 'primary' : 'standby'];
    expect(functionOf(traced).TracingConfig).toEqual({ Mode: 'Active' });
    const grants = JSON.stringify(traced.resources['ProcessorRole00D2607C']?.Properties?.['Policies']);
    expect(grants).toContain('"Action":["xray:PutTelemetryRecords","xray:PutTraceSegments"]');
    expect(wildcardBreaches({ Resources: traced.resources })).toEqual([]);
  });

  it('gives up a message at the receive at which the queue would', () => {
    template.hasResourceProperties('AWS::SQS::Queue', {
      RedrivePolicy: { maxReceiveCount: Number(variablesOf(stack)['MAX_RECEIVES']) },
    });
  });

  it('logs to its own group, for a year', () => {
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: 'serverless-data-processor-logs-prod',
      RetentionInDays: 365,
    });
    expect(functionOf(stack).LoggingConfig).toEqual({ LogGroup: { Ref: 'ProcessorLogAA9FCC01' } });
  });

  it('is fed by the ingest queue, and answers for each message', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: { 'Fn::GetAtt': ['IngestQueue95F6DB49', 'Arn'] },
      FunctionName: { Ref: 'ProcessorLive158FAD93' },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      BatchSize: 10,
      MaximumBatchingWindowInSeconds: 0,
      ScalingConfig: { MaximumConcurrency: 8 },
      // Whether it is enabled is for operators and the breaker to say; a filter would delete what it doesn't match.
      Enabled: Match.absent(),
      FilterCriteria: Match.absent(),
    });
  });
});

describe('the concurrency', () => {
  it('is reserved only if that is asked for', () => {
    expect(functionOf(primary).ReservedConcurrentExecutions).toBeUndefined();
    expect(functionOf(synthesise({ reservedConcurrency: '8' }).standby).ReservedConcurrentExecutions).toBe(8);
  });
});

describe('the live version', () => {
  const versionOf = ({ template }: typeof primary) =>
    Object.keys(template.findResources('AWS::Lambda::Version', { DeletionPolicy: 'RetainExceptOnCreate' })).filter(
      (id) => id.startsWith('Processor'),
    );

  it('is the one of this deployment', () => {
    const [version] = versionOf(primary);
    primary.template.hasResourceProperties('AWS::Lambda::Alias', {
      Name: 'live',
      FunctionName: { Ref: 'ProcessorFunction5B2A90E2' },
      FunctionVersion: { 'Fn::GetAtt': [version, 'Version'] },
    });
  });

  it('is a new one if the function changes, and stays if it does not', () => {
    expect(versionOf(primary)).toHaveLength(1);
    expect(versionOf(synthesise({ lambdaRuntime: 'nodejs22.x' }).primary)).not.toEqual(versionOf(primary));
    expect(versionOf(synthesise({ costAnomalyMonitor: 'none' }).primary)).toEqual(versionOf(primary));
  });
});

describe('the mapping', () => {
  it('waits for the table where the table is made', () => {
    primary.template.hasResource('AWS::Lambda::EventSourceMapping', {
      DependsOn: ['PipelineSecretFF3B7163', 'ProcessedTable98849013'],
    });
  });
});

describe('the runtime', () => {
  let printed: jest.SpyInstance;
  beforeEach(() => {
    printed = jest.spyOn(console, 'error').mockImplementation();
  });
  afterEach(() => {
    printed.mockRestore();
  });

  it('can be an older one that AWS supports', () => {
    const { primary } = validated(() => synthesiseAnew({ lambdaRuntime: 'nodejs22.x' }));
    expect(functionOf(primary).Runtime).toBe('nodejs22.x');
    expect(printed).not.toHaveBeenCalled();
  });

  it('can be one that AWS no longer supports, which the synthesis says', () => {
    const { primary } = validated(() => synthesiseAnew({ lambdaRuntime: 'nodejs18.x' }));
    expect(functionOf(primary).Runtime).toBe('nodejs18.x');
    expect(printed).toHaveBeenCalledWith(expect.stringContaining("Runtime 'nodejs18.x' was deprecated"));
  });
});
