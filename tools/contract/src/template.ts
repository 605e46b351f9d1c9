import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type NamedQueue, notifierPolicy, type Resources, SECRET_VALUE, TABLE } from './resources';

/**
 * Writes a cloud assembly with one stack that has the resources, as the local cloud reads it.
 * @returns its folder, below the one given
 */
export function writeAssembly(folder: string, resources: Resources, region: string): string {
  const assembly = join(folder, 'cdk.out');
  mkdirSync(assembly, { recursive: true });
  const stack = {
    type: 'aws:cloudformation:stack',
    environment: `aws://unknown-account/${region}`,
    properties: { templateFile: 'contract.template.json' },
    displayName: 'contract',
  };
  writeFileSync(join(assembly, 'manifest.json'), JSON.stringify({ version: '55.0.0', artifacts: { contract: stack } }));
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
      ...Object.fromEntries(resources.queues.map((each) => [logicalIds.get(each.name), queue(each)])),
    },
  };
}
