import { ADOPTED_PREFIX } from '@pipeline/runtime-contract';
import { type NotificationRule, checkNotificationRules } from '../config/notification-rules';
import type { TemplateJson } from './physical-names';
import { type Setting, resourcesOf, settingBreaches, valueAt, valuesAt } from './setting';
import { statementsOf } from './statements';

const TYPE = 'AWS::S3::Bucket';
const isBucket = { type: TYPE };

const settings: readonly Setting[] = [
  {
    ...isBucket,
    at: 'PublicAccessBlockConfiguration',
    is: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
    says: 'all four blocks, or one policy makes the bucket public',
  },
  {
    ...isBucket,
    at: 'OwnershipControls.Rules.*.ObjectOwnership',
    is: 'BucketOwnerEnforced',
    says: 'BucketOwnerEnforced, or access lists of objects count',
  },
  {
    ...isBucket,
    at: 'VersioningConfiguration.Status',
    is: 'Enabled',
    says: 'Enabled: a receipt names a version of an object',
  },
  {
    ...isBucket,
    at: 'BucketEncryption.ServerSideEncryptionConfiguration.*.ServerSideEncryptionByDefault.SSEAlgorithm',
    is: (value: unknown) => value === 'AES256' || value === 'aws:kms',
    says: 'AES256 or aws:kms',
  },
];

const unlogged = (template: TemplateJson) => {
  const buckets = resourcesOf(template, TYPE);
  const targets = buckets.map(([, bucket]) => valueAt(bucket, 'LoggingConfiguration.DestinationBucketName.Ref'));
  return buckets
    .filter(([logicalId], index) => targets[index] === undefined && !targets.includes(logicalId))
    .map(([logicalId]) => `${logicalId} writes no access logs: name a bucket for them.`);
};

const neverEnding = (template: TemplateJson) =>
  resourcesOf(template, TYPE)
    .filter(
      ([, bucket]) =>
        !valuesAt(bucket.Properties, 'LifecycleConfiguration.Rules.*.AbortIncompleteMultipartUpload').some(Boolean),
    )
    .map(([logicalId]) => `${logicalId} keeps the parts of broken uploads for ever: add a lifecycle rule.`);

/** What keeps files private, readable and billed for as long as they are wanted. */
export const bucketBreaches = (template: TemplateJson): readonly string[] => [
  ...settingBreaches(template, settings),
  ...unlogged(template),
  ...neverEnding(template),
];

/** A bucket that hears of files, and into whose `adopted/` anybody could put one that passes for another region's. */
export const adoptionBreaches = (template: TemplateJson): readonly string[] =>
  resourcesOf(template, TYPE)
    .filter(([, bucket]) => valueAt(bucket, 'NotificationConfiguration') !== undefined)
    .filter(
      ([logicalId]) =>
        !statementsOf(template).some(
          ({ place, effect, actions, resources, principal, conditions }) =>
            resourcesOf(template, 'AWS::S3::BucketPolicy').some(
              ([policy, { Properties }]) =>
                place.startsWith(`${policy}.`) && valuesAt(Properties, 'Bucket.Ref').includes(logicalId),
            ) &&
            effect === 'Deny' &&
            actions.includes('s3:PutObject') &&
            JSON.stringify(resources).includes(`/${ADOPTED_PREFIX}*`) &&
            JSON.stringify(principal) === '{"AWS":"*"}' &&
            JSON.stringify(conditions['ArnNotEquals']?.['aws:PrincipalArn'] ?? '').includes(
              ':role/serverless-failover-role-',
            ) &&
            Object.keys(conditions).length === 1,
        ),
    )
    .map(
      ([logicalId]) => `${logicalId} lets others than the failover role put files under ${ADOPTED_PREFIX}: refuse it.`,
    );

interface QueueConfiguration {
  readonly Event: string;
  readonly Filter?: {
    readonly S3Key: { readonly Rules: readonly { readonly Name: string; readonly Value: string }[] };
  };
}

const ruleOf = ({ Filter }: QueueConfiguration): NotificationRule => {
  const part = (name: string) => Filter?.S3Key.Rules.find(({ Name }) => Name === name)?.Value ?? '';
  return { prefix: part('prefix'), suffix: part('suffix'), dataset: 'the template' };
};

/** Notifications that S3 refuses when it is deployed, or that announce nothing. */
export function notificationBreaches(template: TemplateJson): readonly string[] {
  const lists = resourcesOf(template, TYPE)
    .map(([, bucket]) => valueAt(bucket, 'NotificationConfiguration.QueueConfigurations'))
    .filter(Array.isArray) as readonly (readonly QueueConfiguration[])[];
  const others = lists.flat().filter(({ Event }) => Event !== 's3:ObjectCreated:*');
  return [
    ...(lists.length === 0 ? ['No bucket announces its objects: the processor would hear of no file.'] : []),
    ...lists.flatMap((list) => checkNotificationRules(list.map(ruleOf))),
    ...others.map(({ Event }) => `A notification is for ${Event}: it must be for s3:ObjectCreated:*.`),
  ];
}
