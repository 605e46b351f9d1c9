import type { Template } from 'aws-cdk-lib/assertions';
import { environments } from '../config/environments';
import { synthesise } from '../testing/synthesise';

const { primary, standby } = synthesise();
const DAY_SECONDS = 86_400;

const account = { Ref: 'AWS::AccountId' };
const arnOf = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });

function statementsOn(template: Template, queue: string): unknown[] {
  const policies = Object.values(
    template.findResources('AWS::SQS::QueuePolicy', { Properties: { Queues: [{ Ref: queue }] } }),
  );
  return policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
}

const refusePlainHttp = (queue: string) => ({
  Effect: 'Deny',
  Principal: { AWS: '*' },
  Action: 'sqs:*',
  Resource: arnOf(queue),
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
});

describe.each([
  ['us-east-1', primary.template, 'serverless-data-ingestion-prod'],
  ['us-west-2', standby.template, 'serverless-data-ingestion-us-west-2-prod'],
])('the queues of %s', (region, template, bucketName) => {
  it('are two, encrypted with keys of SQS, under which S3 can send', () => {
    template.resourceCountIs('AWS::SQS::Queue', 2);
    template.allResourcesProperties('AWS::SQS::Queue', { SqsManagedSseEnabled: true });
  });

  it('hide a message for six timeouts of the function that reads it', () => {
    template.hasResourceProperties('AWS::Lambda::Function', { Timeout: environments.prod.processing.timeoutSeconds });
    template.hasResourceProperties('AWS::SQS::Queue', {
      QueueName: 'serverless-ingest-queue-prod',
      VisibilityTimeout: 6 * environments.prod.processing.timeoutSeconds,
    });
  });

  it('give a message ten tries in a week, and then two weeks since it was sent', () => {
    template.hasResourceProperties('AWS::SQS::Queue', {
      QueueName: 'serverless-ingest-queue-prod',
      MessageRetentionPeriod: 7 * DAY_SECONDS,
      RedrivePolicy: { deadLetterTargetArn: arnOf('IngestDeadLetters1228E37E'), maxReceiveCount: 10 },
    });
    template.hasResourceProperties('AWS::SQS::Queue', {
      QueueName: 'serverless-ingest-dlq-prod',
      MessageRetentionPeriod: 14 * DAY_SECONDS,
    });
  });

  it('let no other queue leave its dead letters here', () => {
    template.hasResourceProperties('AWS::SQS::Queue', {
      QueueName: 'serverless-ingest-dlq-prod',
      RedriveAllowPolicy: {
        redrivePermission: 'byQueue',
        sourceQueueArns: [{ 'Fn::Join': ['', [`arn:aws:sqs:${region}:`, account, ':serverless-ingest-queue-prod']] }],
      },
    });
  });

  it('take messages from the bucket of their region and account only, and over TLS only', () => {
    expect(statementsOn(template, 'IngestQueue95F6DB49')).toEqual([
      refusePlainHttp('IngestQueue95F6DB49'),
      {
        Sid: 'BucketAnnouncesObjects',
        Effect: 'Allow',
        Principal: { Service: 's3.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: arnOf('IngestQueue95F6DB49'),
        Condition: {
          ArnEquals: { 'aws:SourceArn': `arn:aws:s3:::${bucketName}` },
          StringEquals: { 'aws:SourceAccount': account },
        },
      },
    ]);
    expect(statementsOn(template, 'IngestDeadLetters1228E37E')).toEqual([refusePlainHttp('IngestDeadLetters1228E37E')]);
  });
});
