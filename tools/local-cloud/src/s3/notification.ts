import { createHash } from 'node:crypto';
import { type Bucket, bucketArn, matchesKey, namesEvent, type NotificationRule } from './bucket';
import { hostIdOf, requestIdOf } from './fault';
import type { ObjectVersion } from './object-version';
import type { Delivery, S3Context, S3Request } from './operation';

/** Events in the words of S3's documentation, without the `s3:` that configurations have before them. */
export type ObjectEvent =
  | 'ObjectCreated:Put'
  | 'ObjectCreated:Copy'
  | 'ObjectCreated:CompleteMultipartUpload'
  | 'ObjectRemoved:Delete'
  | 'ObjectRemoved:DeleteMarkerCreated';

type NotificationContext = Pick<S3Context, 'deliver' | 'clock' | 'region' | 'account'>;

/**
 * The messages that tell of a change of an object, one for every rule that it meets. Their writes belong in the commit
 * of the change itself: then a killed process has either both or none.
 */
export function notifications(
  context: NotificationContext,
  bucket: Bucket,
  event: ObjectEvent,
  version: ObjectVersion,
  request: S3Request,
): Delivery[] {
  return bucket.notifications
    .filter((rule) => namesEvent(rule, `s3:${event}`) && matchesKey(rule, version.key))
    .map((rule) =>
      context.deliver(
        rule.queueArn,
        JSON.stringify({ Records: [eventRecord(context, bucket, rule, event, version, request)] }),
        bucketArn(bucket.name),
      ),
    );
}

/** The message by which S3 tries out a new configuration; it has no `Records`. */
export function testEvent(bucket: string, requestId: string, now: number): string {
  return JSON.stringify({
    Service: 'Amazon S3',
    Event: 's3:TestEvent',
    Time: new Date(now).toISOString(),
    Bucket: bucket,
    RequestId: requestIdOf(requestId),
    HostId: hostIdOf(requestId),
  });
}

/** AWS: "Event message structure", Amazon S3 User Guide. */
function eventRecord(
  { clock, region, account }: NotificationContext,
  bucket: Bucket,
  rule: NotificationRule,
  event: ObjectEvent,
  version: ObjectVersion,
  { http }: S3Request,
) {
  const removed = event.startsWith('ObjectRemoved:');
  return {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: region,
    eventTime: new Date(clock.now()).toISOString(),
    eventName: event,
    userIdentity: { principalId: http.principal.kind === 'role' ? `AWS:${http.principal.roleName}` : `AWS:${account}` },
    requestParameters: { sourceIPAddress: '127.0.0.1' },
    responseElements: {
      'x-amz-request-id': requestIdOf(http.requestId),
      'x-amz-id-2': hostIdOf(http.requestId),
    },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId: rule.id,
      bucket: {
        name: bucket.name,
        ownerIdentity: { principalId: ownerId(account).slice(0, 14).toUpperCase() },
        arn: bucketArn(bucket.name),
      },
      object: {
        key: formUrlEncoded(version.key),
        ...(removed ? {} : { size: version.size, eTag: version.etag }),
        ...(bucket.versioned ? { versionId: version.versionId } : {}),
        sequencer: version.sequence.toString(16).toUpperCase().padStart(18, '0'),
      },
    },
  };
}

/** The canonical id of the one account. */
export const ownerId = (account: string): string => createHash('sha256').update(`owner ${account}`).digest('hex');

/** Keys in events and in `encoding-type=url` listings: form encoding, `+` for a space, `/` as it is. */
export const formUrlEncoded = (key: string): string =>
  encodeURIComponent(key)
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+')
    .replaceAll('%2F', '/');
