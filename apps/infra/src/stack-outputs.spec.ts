import { synthesise } from './testing/synthesise';

const { primary, standby } = synthesise();

describe('the outputs', () => {
  it.each([primary, standby])('of $region are exported under names that stay', ({ template }) => {
    const outputs = Object.entries(template.findOutputs('*'));
    expect(outputs.map(([name, output]) => `${name}: ${output['Export'].Name}`)).toEqual([
      'IngestionBucketName: serverless-ingestion-bucket-name-prod',
      'IngestionBucketArn: serverless-ingestion-bucket-arn-prod',
      'IngestQueueUrl: serverless-ingest-queue-url-prod',
      'IngestQueueArn: serverless-ingest-queue-arn-prod',
      'DeadLetterQueueUrl: serverless-dead-letter-queue-url-prod',
      'DeadLetterQueueArn: serverless-dead-letter-queue-arn-prod',
      'ProcessedTableName: serverless-processed-table-name-prod',
      'ProcessedTableArn: serverless-processed-table-arn-prod',
      'ProcessorFunctionName: serverless-processor-function-name-prod',
      'ProcessorFunctionArn: serverless-processor-function-arn-prod',
      'ProcessorLogGroupName: serverless-processor-log-group-name-prod',
      'GatewayUrl: serverless-gateway-url-prod',
      'GatewayApiId: serverless-gateway-api-id-prod',
      'PipelineSecretName: serverless-pipeline-secret-name-prod',
      'VpcId: serverless-vpc-id-prod',
      'SubnetIds: serverless-subnet-ids-prod',
      'DashboardName: serverless-dashboard-name-prod',
      'AuditorFunctionName: serverless-auditor-function-name-prod',
      'AuditorFunctionArn: serverless-auditor-function-arn-prod',
      'TableStreamArn: serverless-table-stream-arn-prod',
      'AuditBucketName: serverless-audit-bucket-name-prod',
      'AuditBucketArn: serverless-audit-bucket-arn-prod',
      'AuditFailureBucketName: serverless-audit-failure-bucket-name-prod',
      'AuditDatabaseName: serverless-audit-database-name-prod',
      'AuditWorkGroupName: serverless-audit-work-group-name-prod',
      'TrailBucketName: serverless-trail-bucket-name-prod',
      'NotificationTopicArn: serverless-notification-topic-arn-prod',
      'SentinelFunctionName: serverless-sentinel-function-name-prod',
      'SentinelLogGroupName: serverless-sentinel-log-group-name-prod',
      'BreakerMappingId: serverless-breaker-mapping-id-prod',
      'PrimaryHealthCheckId: serverless-primary-health-check-id-prod',
    ]);
  });

  it.each([primary, standby])('of $region name what an operator turns to fail over', ({ template, resources }) => {
    const valueOf = (name: string) => template.findOutputs(name)[name]?.['Value'];
    const mapping = resources[valueOf('BreakerMappingId').Ref];
    expect(mapping?.Type).toBe('AWS::Lambda::EventSourceMapping');
    expect(mapping?.Properties?.['EventSourceArn']).toEqual({ 'Fn::GetAtt': ['IngestQueue95F6DB49', 'Arn'] });
    const check = resources[valueOf('PrimaryHealthCheckId')['Fn::GetAtt'][0]]?.Properties;
    expect(check?.['HealthCheckTags']).toContainEqual({
      Key: 'Name',
      Value: 'serverless-health-region-us-east-1-prod',
    });
  });
});
