import { type SynthesisedStack, synthesise } from './testing/synthesise';

const { primary, standby } = synthesise();
const regions = [primary, standby];

/** Without the hash of what a version is of, which holds the region. */
const types = ({ resources }: SynthesisedStack) =>
  Object.entries(resources).map(
    ([logicalId, { Type }]) => `${logicalId.replace(/(?<=CurrentVersion\w{8})[0-9a-f]{32}$/, '')}: ${Type}`,
  );

describe('names', () => {
  it('are distinct over both regions where they are global', () => {
    const globalNames = regions.flatMap(({ resources }) =>
      Object.values(resources).flatMap(
        ({ Properties }) =>
          Properties?.['BucketName'] ?? Properties?.['RoleName'] ?? Properties?.['DashboardName'] ?? [],
      ),
    );
    expect(globalNames).toEqual([
      'serverless-default-group-role-prod',
      'serverless-flow-log-role-prod',
      'serverless-access-logs-prod',
      'serverless-data-ingestion-prod',
      'serverless-data-processor-role-prod',
      'serverless-gateway-role-prod',
      'serverless-secret-rotation-role-prod',
      'serverless-audit-trail-prod',
      'serverless-audit-failures-prod',
      'serverless-stream-auditor-role-prod',
      'serverless-failover-role-prod',
      'serverless-pipeline-prod',
      'serverless-both-regions-prod',
      'serverless-sentinel-role-prod',
      'serverless-trail-prod',
      'serverless-default-group-role-us-west-2-prod',
      'serverless-flow-log-role-us-west-2-prod',
      'serverless-access-logs-us-west-2-prod',
      'serverless-data-ingestion-us-west-2-prod',
      'serverless-data-processor-role-us-west-2-prod',
      'serverless-gateway-role-us-west-2-prod',
      'serverless-replica-stream-role-us-west-2-prod',
      'serverless-audit-trail-us-west-2-prod',
      'serverless-audit-failures-us-west-2-prod',
      'serverless-stream-auditor-role-us-west-2-prod',
      'serverless-failover-role-us-west-2-prod',
      'serverless-pipeline-us-west-2-prod',
      'serverless-sentinel-role-us-west-2-prod',
      'serverless-trail-us-west-2-prod',
    ]);
  });
});

describe('the standby', () => {
  it('is the same stack as the primary, but for what the primary makes for both, and the finder of its replica', () => {
    const forBoth = [
      'ProcessedTable98849013: AWS::DynamoDB::GlobalTable',
      'PipelineSecretFF3B7163: AWS::SecretsManager::Secret',
      'SecretRotationLog8493AFD4: AWS::Logs::LogGroup',
      'SecretRotationRoleFFFE6C68: AWS::IAM::Role',
      'SecretRotationFunction837B37FB: AWS::Lambda::Function',
      'SecretRotationSecretsManagerInvokes20FD75E2: AWS::Lambda::Permission',
      'SecretRotationScheduleD0CC1963: AWS::SecretsManager::RotationSchedule',
      'MonitoringAlarmssecretrotationerrors5DF43A7B: AWS::CloudWatch::Alarm',
      'MonitoringGlobalDashboard29D01B0A: AWS::CloudWatch::Dashboard',
      'CostsAnomalyMonitorD0C7E1A5: AWS::CE::AnomalyMonitor',
      'CostsAnomalySubscriptionF3F8C601: AWS::CE::AnomalySubscription',
      'CostsBudget7C87B49B: AWS::Budgets::Budget',
    ];
    const ofReplica = [
      'ReplicaStreamLog2A541CAC: AWS::Logs::LogGroup',
      'ReplicaStreamRole30E67B54: AWS::IAM::Role',
      'ReplicaStreamFunction6F7EB383: AWS::Lambda::Function',
      'ReplicaStreamEA3011A9: Custom::ReplicaStream',
    ];
    expect(types(primary).filter((type) => !types(standby).includes(type))).toEqual(forBoth);
    expect(types(standby).filter((type) => !types(primary).includes(type))).toEqual(ofReplica);
  });
});

describe('functions', () => {
  it.each(regions)('are ours in $region, and none a helper of the CDK', ({ region, resources }) => {
    const functions = Object.values(resources).filter(({ Type }) => Type === 'AWS::Lambda::Function');
    expect(functions.map(({ Properties }) => Properties?.['FunctionName'])).toEqual([
      'serverless-default-group-prod',
      'serverless-data-processor-prod',
      'serverless-gateway-prod',
      region === 'us-east-1' ? 'serverless-secret-rotation-prod' : 'serverless-replica-stream-prod',
      'serverless-stream-auditor-prod',
      'serverless-sentinel-prod',
    ]);
    const custom = Object.values(resources).filter(({ Type }) => /^Custom::|CustomResource$|^AWS::CDK::/.test(Type));
    expect(custom.map(({ Type }) => Type)).toEqual([
      'Custom::ClosedDefaultGroup',
      ...(region === 'us-east-1' ? [] : ['Custom::ReplicaStream']),
    ]);
  });
});
