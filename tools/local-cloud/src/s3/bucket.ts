import type { Retention } from './object-version';
import type { Store, StoreWrite } from '../store/store';

/** A rule of a bucket's notification configuration, as its template says it. */
export interface NotificationRule {
  /** Shown to receivers as `configurationId`. */
  readonly id: string;
  readonly queueArn: string;
  /** `s3:ObjectCreated:*` and the like. */
  readonly events: readonly string[];
  readonly prefix?: string;
  readonly suffix?: string;
}

/** What a bucket with Object Lock gives every new version. */
export interface DefaultRetention {
  readonly mode: Retention['mode'];
  readonly days: number;
}

/** What a template says of a bucket. */
export interface BucketConfiguration {
  readonly name: string;
  readonly versioned: boolean;
  readonly notifications: readonly NotificationRule[];
  /** Of Object Lock, for new versions; those that are there keep what they got. */
  readonly defaultRetention?: DefaultRetention;
}

export interface Bucket extends BucketConfiguration {
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

export const bucketArn = (name: string): string => `arn:aws:s3:::${name}`;
export const objectArn = (bucket: string, key: string): string => `${bucketArn(bucket)}/${key}`;

/** What is kept of a bucket: its notifications too, to tell a new configuration from the one of the last start. */
const recordKey = (name: string): string => `s3/bucket/${name}`;

export function storedBucket(store: Store, name: string): Bucket | undefined {
  const bytes = store.get(recordKey(name));
  return bytes === undefined ? undefined : (JSON.parse(Buffer.from(bytes).toString()) as Bucket);
}

export const writeBucket = (bucket: Bucket): StoreWrite => ({
  type: 'put',
  key: recordKey(bucket.name),
  value: Buffer.from(JSON.stringify(bucket)),
});

/** Events that the local cloud raises; a rule for another one would never fire here, and is refused. */
const EVENTS = [
  's3:ObjectCreated:Put',
  's3:ObjectCreated:Copy',
  's3:ObjectCreated:CompleteMultipartUpload',
  's3:ObjectRemoved:Delete',
  's3:ObjectRemoved:DeleteMarkerCreated',
] as const;
const WILDCARDS = ['s3:ObjectCreated:*', 's3:ObjectRemoved:*'];
/** Browser form uploads are not emulated, so that this one never happens, rightly. */
const NEVER_RAISED = ['s3:ObjectCreated:Post'];

/** Whether an event (`s3:ObjectCreated:Put`) is one that a rule names, itself or by a wildcard. */
export const namesEvent = (rule: Pick<NotificationRule, 'events'>, event: string): boolean =>
  rule.events.some((name) => name === event || (name.endsWith(':*') && event.startsWith(name.slice(0, -1))));

export const matchesKey = ({ prefix = '', suffix = '' }: NotificationRule, key: string): boolean =>
  key.startsWith(prefix) && key.endsWith(suffix);

/**
 * Whether S3 takes a bucket's configuration.
 * @returns a sentence on what is wrong and what to do.
 */
export function refuseConfiguration(
  { name, versioned, notifications }: BucketConfiguration,
  stored: Bucket | undefined,
): string | undefined {
  if (stored?.versioned && !versioned) {
    return (
      `Bucket ${name} has versions, and its template suspends them, which the local cloud does not emulate. ` +
      'Keep versioning enabled, or start with an empty data directory.'
    );
  }
  for (const rule of notifications) {
    const unknown = rule.events.find((event) => ![...EVENTS, ...WILDCARDS, ...NEVER_RAISED].includes(event));
    if (unknown !== undefined) {
      return `Bucket ${name}, notification ${rule.id}: the local cloud does not emulate the event "${unknown}".`;
    }
  }
  for (const [at, rule] of notifications.entries()) {
    const other = notifications.slice(at + 1).find((later) => overlap(rule, later));
    if (other) {
      return (
        `Bucket ${name}, notifications ${rule.id} and ${other.id}: Configuration is ambiguously defined. Cannot have ` +
        'overlapping suffixes in two rules if the prefixes are overlapping for the same event type.'
      );
    }
  }
  return undefined;
}

function overlap(a: NotificationRule, b: NotificationRule): boolean {
  const [prefixA, prefixB, suffixA, suffixB] = [a.prefix ?? '', b.prefix ?? '', a.suffix ?? '', b.suffix ?? ''];
  return (
    EVENTS.some((event) => namesEvent(a, event) && namesEvent(b, event)) &&
    (prefixA.startsWith(prefixB) || prefixB.startsWith(prefixA)) &&
    (suffixA.endsWith(suffixB) || suffixB.endsWith(suffixA))
  );
}
