import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  FUNCTION,
  FUNCTION_CODE,
  type NamedQueue,
  notifierPolicy,
  pollPolicy,
  type Resources,
  SECRET_VALUE,
  TABLE,
  trustPolicy,
} from './resources';

const CODE = 'function';

/**
 * Writes a cloud assembly with one stack that has the resources, as the local cloud reads it.
 * @returns its folder, below the one given
 */
export function writeAssembly(folder: string, resources: Resources, region: string): string {
  const assembly = join(folder, 'cdk.out');
  mkdirSync(join(assembly, CODE), { recursive: true });
  writeFileSync(join(assembly, CODE, 'index.js'), FUNCTION_CODE);
  const stack = {
    type: 'aws:cloudformation:stack',
    environment: `aws://unknown-account/${region}`,
    properties: { templateFile: 'contract.template.json' },
    dependencies: ['contract.assets'],
    displayName: 'contract',
  };
  const assets = { type: 'cdk:asset-manifest', properties: { file: 'contract.assets.json' } };
  const code = { source: { path: CODE, packaging: 'zip' }, destinations: { here: { objectKey: `${CODE}.zip` } } };
  writeFileSync(join(assembly, 'contract.assets.json'), JSON.stringify({ version: '55.0.0', files: { code } }));
  writeFileSync(
    join(assembly, 'manifest.json'),
    JSON.stringify({ version: '55.0.0', artifacts: { contract: stack, 'contract.assets': assets } }),
  );
  writeFileSync(join(assembly, 'contract.template.json'), JSON.stringify(templateOf(resources, region)));
  return assembly;
}

function templateOf(resources: Resources, region: string): object {
  const logicalIds = new Map(resources.queues.map(({ name }, index) => [name, `Queue${index}`]));
  const queue = ({ name, settings, deadLetters }: NamedQueue) => ({
    Type: 'AWS::SQS::Queue',
    Properties: {
      QueueName: name,
      ...settings.attributes,
      ...(deadLetters === undefined
        ? {}
        : {
            RedrivePolicy: {
              deadLetterTargetArn: { 'Fn::GetAtt': [logicalIds.get(deadLetters), 'Arn'] },
              maxReceiveCount: settings.redrive?.maxReceiveCount,
            },
          }),
    },
  });
  const secret = (Name: string) => ({
    Type: 'AWS::SecretsManager::Secret',
    Properties: { Name, SecretString: SECRET_VALUE },
  });
  const arnOf = ({ name }: NamedQueue) => ({ 'Fn::GetAtt': [logicalIds.get(name), 'Arn'] });
  const notified = resources.queues.filter(({ notification }) => notification !== undefined);
  const policies = notified.map((each) => ({
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [{ Ref: logicalIds.get(each.name) }],
      PolicyDocument: notifierPolicy(resources.bucket, arnOf(each)),
    },
  }));
  const polled = resources.mappings.map(({ queue: of }) => ({ 'Fn::GetAtt': [logicalIds.get(of), 'Arn'] }));
  const mapping = (queueName: string) => ({
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      FunctionName: { Ref: 'Function' },
      EventSourceArn: { 'Fn::GetAtt': [logicalIds.get(queueName), 'Arn'] },
      Enabled: false,
    },
  });
  const rules = notified.map((each) => ({
    Event: each.notification?.Event,
    Queue: arnOf(each),
    Filter: { S3Key: { Rules: [{ Name: 'prefix', Value: each.notification?.prefix }] } },
  }));
  return {
    Resources: {
      Bucket: {
        Type: 'AWS::S3::Bucket',
        Properties: {
          BucketName: resources.bucket,
          VersioningConfiguration: { Status: 'Enabled' },
          NotificationConfiguration: { QueueConfigurations: rules },
        },
      },
      ...Object.fromEntries(policies.map((policy, index) => [`Policy${index}`, policy])),
      PlainBucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: resources.plainBucket } },
      Table: {
        Type: 'AWS::DynamoDB::GlobalTable',
        Properties: {
          TableName: resources.table,
          BillingMode: 'PAY_PER_REQUEST',
          ...TABLE,
          Replicas: [{ Region: region }],
        },
      },
      Secret: secret(resources.secret),
      RotatedSecret: secret(resources.rotatedSecret),
      Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: resources.topic } },
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: resources.role,
          AssumeRolePolicyDocument: trustPolicy({ 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:root' }),
          Policies: [{ PolicyName: 'poll', PolicyDocument: pollPolicy(polled) }],
        },
      },
      Function: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          FunctionName: resources.function,
          Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
          Code: { S3Bucket: 'assets', S3Key: `${CODE}.zip` },
          ...FUNCTION,
        },
      },
      ...Object.fromEntries(resources.mappings.map(({ queue: of }, index) => [`Mapping${index}`, mapping(of)])),
      ...Object.fromEntries(resources.queues.map((each) => [logicalIds.get(each.name), queue(each)])),
    },
  };
}
