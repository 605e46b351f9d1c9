import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { regionNames } from '../config/region-names';
import { environments } from '../config/environments';
import { synthesise } from '../testing/synthesise';
import { NotificationTopic } from './notification-topic';

const { primary, standby } = synthesise();

describe.each([primary, standby])('the topic of $region', ({ template, region }) => {
  const alarms = {
    Sid: 'AlarmsNotify',
    Effect: 'Allow',
    Principal: { Service: 'cloudwatch.amazonaws.com' },
    Condition: {
      StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
      ArnLike: {
        'aws:SourceArn': { 'Fn::Join': ['', [`arn:aws:cloudwatch:${region}:`, { Ref: 'AWS::AccountId' }, ':alarm:*']] },
      },
    },
  };

  it('is encrypted under a key of the account, which alarms may use', () => {
    const [[keyId, key]] = Object.entries(template.findResources('AWS::KMS::Key')) as [
      [string, { Properties: { KeyPolicy: { Statement: unknown[] }; EnableKeyRotation: boolean } }],
    ];
    template.hasResourceProperties('AWS::SNS::Topic', {
      TopicName: 'serverless-notifications-prod',
      KmsMasterKeyId: { 'Fn::GetAtt': [keyId, 'Arn'] },
    });
    expect(key.Properties.EnableKeyRotation).toBe(true);
    expect(key.Properties.KeyPolicy.Statement).toContainEqual({
      ...alarms,
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: '*',
    });
  });

  it('takes messages of the alarms of this account, over TLS only', () => {
    const [{ Properties }] = Object.values(template.findResources('AWS::SNS::TopicPolicy')) as [
      { Properties: { PolicyDocument: { Statement: Record<string, unknown>[] } } },
    ];
    const { Statement } = Properties.PolicyDocument;
    expect(Statement).toContainEqual({
      ...alarms,
      Action: 'sns:Publish',
      Resource: { Ref: 'MonitoringNotificationsTopic8FFF60A8' },
    });
    expect(Statement).toContainEqual(
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    );
  });

  it('tells nobody until the configuration says whom', () => {
    template.resourceCountIs('AWS::SNS::Subscription', 0);
  });
});

it('tells those whom the configuration names', () => {
  const stack = new Stack(new App(), 'Test', { env: { region: 'us-east-1' } });
  const names = regionNames(environments.prod, 'us-east-1');
  new NotificationTopic(stack, 'Notifications', { names, emails: ['duty@example.com'] });
  Template.fromStack(stack).hasResourceProperties('AWS::SNS::Subscription', {
    Protocol: 'email',
    Endpoint: 'duty@example.com',
  });
});
