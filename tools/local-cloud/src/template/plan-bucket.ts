import { createHash } from 'node:crypto';
import { bucketArn, type Place } from './attributes';
import type { JsonObject } from './load-assembly';
import type { PlannedBucket, PlannedNotification } from './planned';
import type { PropertyRules, ResourceReader } from './resource-reader';

export const bucketProperties: PropertyRules = {
  emulated: ['BucketName', 'NotificationConfiguration', 'VersioningConfiguration'],
  passive: ['BucketEncryption', 'OwnershipControls', 'PublicAccessBlockConfiguration', 'Tags', 'MetricsConfigurations'],
  // The accelerated endpoint is another host; retention, object lock and access logs act on objects long after or beside the pipeline's own calls.
  listed: [
    'AccelerateConfiguration',
    'LifecycleConfiguration',
    'ObjectLockEnabled',
    'ObjectLockConfiguration',
    'LoggingConfiguration',
    'InventoryConfigurations',
  ],
};

interface QueueConfiguration extends JsonObject {
  readonly Event: string;
  readonly Queue: string;
  readonly Filter: { readonly S3Key: { readonly Rules: readonly { readonly Name: string; readonly Value: string }[] } };
}

/** A rule of a template has no id; S3 makes one up, this machine the same one at each boot. */
const idOf = (configuration: QueueConfiguration) =>
  createHash('sha256').update(JSON.stringify(configuration)).digest('base64url').slice(0, 22);

function notifications(bucket: ResourceReader): readonly PlannedNotification[] {
  const { QueueConfigurations = [], ...others } = bucket.object('NotificationConfiguration') ?? {};
  const [other] = Object.keys(others);
  if (other) {
    throw bucket.refusal(
      `its notifications go by ${other}, and only QueueConfigurations are emulated.`,
      'Send the notifications to a queue, or remove them.',
    );
  }
  return (QueueConfigurations as readonly QueueConfiguration[]).map((configuration) => {
    const rules = configuration.Filter?.S3Key.Rules ?? [];
    const rule = (kind: string) => rules.find(({ Name }) => Name.toLowerCase() === kind)?.Value ?? '';
    return {
      id: idOf(configuration),
      queueArn: configuration.Queue,
      events: [configuration.Event],
      prefix: rule('prefix'),
      suffix: rule('suffix'),
    };
  });
}

export const planBucket = (bucket: ResourceReader, place: Place): PlannedBucket => ({
  name: bucket.name,
  arn: bucketArn(bucket.name, place),
  versioned: bucket.object('VersioningConfiguration')?.['Status'] === 'Enabled',
  notifications: notifications(bucket),
});
