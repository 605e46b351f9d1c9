import { createHash } from 'node:crypto';
import { bucketArn, type Place } from './attributes';
import type { JsonObject } from './load-assembly';
import type { PlannedBucket, PlannedNotification } from './planned';
import type { PropertyRules, ResourceReader } from './resource-reader';

export const bucketProperties: PropertyRules = {
  emulated: [
    'BucketName',
    'NotificationConfiguration',
    'ObjectLockConfiguration',
    'ObjectLockEnabled',
    'VersioningConfiguration',
  ],
  passive: ['BucketEncryption', 'OwnershipControls', 'PublicAccessBlockConfiguration', 'Tags', 'MetricsConfigurations'],
  // The accelerated endpoint is another host; lifecycle and access logs act on objects long after or beside the pipeline's own calls.
  listed: ['AccelerateConfiguration', 'LifecycleConfiguration', 'LoggingConfiguration', 'InventoryConfigurations'],
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

interface LockConfiguration {
  readonly Rule?: {
    readonly DefaultRetention?: {
      readonly Mode?: 'GOVERNANCE' | 'COMPLIANCE';
      readonly Days?: number;
      readonly Years?: number;
    };
  };
}

/** S3 counts a year of a retention as 365 days. */
const DAYS_OF_YEAR = 365;

function defaultRetention(bucket: ResourceReader): PlannedBucket['defaultRetention'] {
  const configuration = bucket.object('ObjectLockConfiguration') as LockConfiguration | undefined;
  const given = configuration?.Rule?.DefaultRetention;
  if (given === undefined) return undefined;
  const { Mode: mode, Days, Years } = given;
  const days = Number(Days ?? Number(Years) * DAYS_OF_YEAR);
  const known = mode === 'GOVERNANCE' || mode === 'COMPLIANCE';
  if (known && days > 0 && (Days === undefined || Years === undefined) && bucket.flag('ObjectLockEnabled', false)) {
    return { mode, days };
  }
  throw bucket.refusal(
    `its default retention is ${JSON.stringify(given)}, which S3 refuses.`,
    'Set ObjectLockEnabled, a Mode (GOVERNANCE or COMPLIANCE), and either Days or Years.',
  );
}

export function planBucket(bucket: ResourceReader, place: Place): PlannedBucket {
  const retention = defaultRetention(bucket);
  return {
    name: bucket.name,
    arn: bucketArn(bucket.name, place),
    // S3 switches versioning on with Object Lock.
    versioned:
      bucket.object('VersioningConfiguration')?.['Status'] === 'Enabled' || bucket.flag('ObjectLockEnabled', false),
    notifications: notifications(bucket),
    ...(retention ? { defaultRetention: retention } : {}),
  };
}
