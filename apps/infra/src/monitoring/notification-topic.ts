import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AccountRootPrincipal, PolicyDocument, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct, type IDependable } from 'constructs';
import type { PipelineNames } from '@pipeline/runtime-contract';
import { refuseGrants } from '../security/grants-of-keys';

export interface NotificationTopicProps {
  readonly names: PipelineNames;
  /** Addresses that are told; each has to confirm once. */
  readonly emails: readonly string[];
}

/** A service of AWS that may publish, and for which of this account's resources it speaks. */
export interface Publisher {
  readonly sid: string;
  readonly service: string;
  /** Pattern of `aws:SourceArn`; absent where the service sends none. */
  readonly sourceArn?: string;
}

/**
 * Where alarms go, and from there people. The key is one of the account's: alarms can't publish under the key that AWS
 * manages for SNS, whose policy nobody can change.
 */
export class NotificationTopic extends Construct {
  readonly topic: Topic;
  /** What passes through the topic is encrypted under it. */
  readonly key: Key;

  constructor(scope: Construct, id: string, { names, emails }: NotificationTopicProps) {
    super(scope, id);
    this.key = new Key(this, 'Key', {
      description: `Encrypts what passes through ${names.notificationTopic}`,
      enableKeyRotation: true,
      // Nothing is kept under it: a message is gone once it is delivered.
      removalPolicy: RemovalPolicy.DESTROY,
      pendingWindow: Duration.days(7),
      policy: new PolicyDocument({
        statements: [
          new PolicyStatement({
            sid: 'AccountAdministers',
            principals: [new AccountRootPrincipal()],
            actions: ['kms:*'],
            resources: ['*'],
          }),
          refuseGrants(),
        ],
      }),
    });
    this.topic = new Topic(this, 'Topic', {
      topicName: names.notificationTopic,
      displayName: 'Serverless data pipeline',
      masterKey: this.key,
      enforceSSL: true,
    });
    for (const email of emails) this.topic.addSubscription(new EmailSubscription(email));

    const { partition, region, account } = Stack.of(this);
    this.allow({
      sid: 'AlarmsNotify',
      service: 'cloudwatch.amazonaws.com',
      sourceArn: `arn:${partition}:cloudwatch:${region}:${account}:alarm:*`,
    });
  }

  /**
   * Lets a service publish, and use the key to do so.
   * @returns what those have to wait for that try the topic at once
   */
  allow({ sid, service, sourceArn }: Publisher): IDependable {
    const grant = {
      sid,
      principals: [new ServicePrincipal(service)],
      conditions: {
        StringEquals: { 'aws:SourceAccount': Stack.of(this).account },
        ...(sourceArn === undefined ? {} : { ArnLike: { 'aws:SourceArn': sourceArn } }),
      },
    };
    const { policyDependable } = this.topic.addToResourcePolicy(
      new PolicyStatement({ ...grant, actions: ['sns:Publish'], resources: [this.topic.topicArn] }),
    );
    this.key.addToResourcePolicy(
      new PolicyStatement({ ...grant, actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: ['*'] }),
    );
    return policyDependable ?? this.topic;
  }
}
