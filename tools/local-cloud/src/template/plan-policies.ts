import { bucketArn, type Place, queueArn } from './attributes';
import { planPermission } from './plan-permission';
import type { PolicyDocument } from './planned';
import { readers, type ResolvedStack } from './resolved-stack';
import type { ResourceReader } from './resource-reader';

function append<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  map.set(key, [...(map.get(key) ?? []), value]);
}

/** Policies by the role that they are attached to, and managed ones by their ARN, which may be a boundary. */
export function rolePolicies(
  local: readonly ResolvedStack[],
  roleNames: ReadonlySet<string>,
  { partition, account }: Place,
) {
  const attached = new Map<string, PolicyDocument[]>();
  const managed = new Map<string, PolicyDocument>();
  for (const stack of local) {
    for (const policy of [...readers(stack, 'AWS::IAM::Policy'), ...readers(stack, 'AWS::IAM::RolePolicy')]) {
      const single = policy.text('RoleName');
      for (const role of single ? [single] : policy.list<string>('Roles')) {
        if (roleNames.has(role)) append(attached, role, documentOf(policy));
      }
    }
    for (const policy of readers(stack, 'AWS::IAM::ManagedPolicy')) {
      const roles = policy.list<string>('Roles').filter((role) => roleNames.has(role));
      managed.set(`arn:${partition}:iam::${account}:policy/${policy.name}`, documentOf(policy));
      for (const role of roles) append(attached, role, documentOf(policy));
    }
  }
  return { attached, managed };
}

const documentOf = (policy: ResourceReader): PolicyDocument => ({
  name: policy.place.path,
  document: policy.object('PolicyDocument') ?? {},
});

/** Policies by the ARN of the bucket, queue, topic, function or alias that has them. */
export function resourcePolicies(local: readonly ResolvedStack[], place: Place) {
  const byArn = new Map<string, PolicyDocument[]>();
  for (const stack of local) {
    for (const policy of readers(stack, 'AWS::S3::BucketPolicy')) {
      append(byArn, bucketArn(policy.requiredText('Bucket'), place), documentOf(policy));
    }
    for (const policy of readers(stack, 'AWS::SQS::QueuePolicy')) {
      for (const url of policy.list<string>('Queues')) {
        append(byArn, queueArn(url.slice(url.lastIndexOf('/') + 1), place), documentOf(policy));
      }
    }
    for (const policy of readers(stack, 'AWS::SNS::TopicPolicy')) {
      for (const arn of policy.list<string>('Topics')) append(byArn, arn, documentOf(policy));
    }
    for (const permission of readers(stack, 'AWS::Lambda::Permission')) {
      const { resourceArn, policy } = planPermission(permission, place);
      append(byArn, resourceArn, policy);
    }
  }
  return byArn;
}
