import { nameBreaches } from './checks/physical-names';
import { type SynthesisedStack, synthesise } from './testing/synthesise';

const { primary, standby } = synthesise();
const regions = [primary, standby];

const HOLDS_STATE = /::(Queue|Bucket|LogGroup|GlobalTable)$/;
const stateful = ({ resources }: SynthesisedStack) =>
  Object.entries(resources).filter(([, { Type }]) => HOLDS_STATE.test(Type));
const types = ({ resources }: SynthesisedStack) =>
  Object.entries(resources).map(([logicalId, { Type }]) => `${logicalId}: ${Type}`);

describe('names', () => {
  it.each(regions)('conform in $region', ({ resources }) => {
    expect(nameBreaches({ Resources: resources }, 'prod')).toEqual([]);
  });

  it('carry the environment', () => {
    const staging = synthesise({ environment: 'staging' });
    for (const { resources } of [staging.primary, staging.standby]) {
      expect(nameBreaches({ Resources: resources }, 'staging')).toEqual([]);
    }
  });

  it('are distinct over both regions where they are global', () => {
    const globalNames = regions.flatMap(({ resources }) =>
      Object.values(resources).flatMap(
        ({ Properties }) =>
          Properties?.['BucketName'] ?? Properties?.['RoleName'] ?? Properties?.['DashboardName'] ?? [],
      ),
    );
    expect(globalNames).toEqual([
      'serverless-flow-log-role-prod',
      'serverless-access-logs-prod',
      'serverless-data-ingestion-prod',
      'serverless-data-processor-role-prod',
      'serverless-pipeline-prod',
      'serverless-both-regions-prod',
      'serverless-trail-prod',
      'serverless-flow-log-role-us-west-2-prod',
      'serverless-access-logs-us-west-2-prod',
      'serverless-data-ingestion-us-west-2-prod',
      'serverless-data-processor-role-us-west-2-prod',
      'serverless-pipeline-us-west-2-prod',
      'serverless-trail-us-west-2-prod',
    ]);
  });
});

describe('resources that hold state', () => {
  const inBoth = {
    AccessLogBucketDA470295: 'AWS::S3::Bucket',
    IngestDeadLetters1228E37E: 'AWS::SQS::Queue',
    IngestQueue95F6DB49: 'AWS::SQS::Queue',
    IngestionBucket917A3A3A: 'AWS::S3::Bucket',
    NetworkFlowLogsLog44C00743: 'AWS::Logs::LogGroup',
    ProcessorLogAA9FCC01: 'AWS::Logs::LogGroup',
    TrailBucket6C1E344E: 'AWS::S3::Bucket',
  };

  it('keep their logical ids: another id under the same name can not be deployed', () => {
    const ids = (stack: SynthesisedStack) =>
      Object.fromEntries(stateful(stack).map(([logicalId, { Type }]) => [logicalId, Type]));
    expect(ids(primary)).toEqual({ ...inBoth, ProcessedTable98849013: 'AWS::DynamoDB::GlobalTable' });
    expect(ids(standby)).toEqual(inBoth);
  });

  it.each(regions)('outlive the stack in $region, unless their creation failed', (stack) => {
    for (const [logicalId, { DeletionPolicy, UpdateReplacePolicy }] of stateful(stack)) {
      expect([logicalId, DeletionPolicy, UpdateReplacePolicy]).toEqual([logicalId, 'RetainExceptOnCreate', 'Retain']);
    }
  });
});

describe('the standby', () => {
  it('is the same stack as the primary, but for what the primary makes for both', () => {
    const forBoth = [
      'ProcessedTable98849013: AWS::DynamoDB::GlobalTable',
      'PipelineSecretFF3B7163: AWS::SecretsManager::Secret',
      'MonitoringGlobalDashboard29D01B0A: AWS::CloudWatch::Dashboard',
      'CostsAnomalyMonitorD0C7E1A5: AWS::CE::AnomalyMonitor',
      'CostsAnomalySubscriptionF3F8C601: AWS::CE::AnomalySubscription',
      'CostsBudget7C87B49B: AWS::Budgets::Budget',
    ];
    expect(types(primary).filter((type) => !types(standby).includes(type))).toEqual(forBoth);
    expect(types(primary).filter((type) => !forBoth.includes(type))).toEqual(types(standby));
  });
});

describe('functions', () => {
  it.each(regions)('are ours in $region, and none a helper of the CDK', ({ resources, text }) => {
    const functions = Object.values(resources).filter(({ Type }) => Type === 'AWS::Lambda::Function');
    expect(functions.map(({ Properties }) => Properties?.['FunctionName'])).toEqual(['serverless-data-processor-prod']);
    expect(text).not.toMatch(/Custom::|AWS::CloudFormation::CustomResource|AWS::CDK::Metadata/);
  });
});
