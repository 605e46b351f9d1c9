import { type Bucket, bucketArn, type NotificationRule } from './bucket';
import { bucketOf } from './commit-version';
import { ownerId } from './notification';
import type { Operation, S3Context, S3Request } from './operation';
import { document, element, type Xml } from '../http/xml';
import type { ServiceResponse } from '../http/service';

const xml = (body: string): ServiceResponse => ({ status: 200, headers: { 'content-type': 'application/xml' }, body });

export const listBuckets: Operation = {
  name: 'ListBuckets',
  on: 'service',
  method: 'GET',
  async handle({ buckets, account }, request) {
    request.http.authorize('s3:ListAllMyBuckets', bucketArn('*'));
    const entries = [...buckets.values()]
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ name, createdAt }) =>
        element('Bucket', [element('Name', name), element('CreationDate', new Date(createdAt).toISOString())]),
      );
    const owner = element('Owner', [element('ID', ownerId(account))]);
    return xml(document('ListAllMyBucketsResult', [owner, element('Buckets', entries)]));
  },
};

export const headBucket: Operation = {
  name: 'HeadBucket',
  on: 'bucket',
  method: 'HEAD',
  async handle(context, request) {
    authorizedBucket(context, request, 'ListBucket');
    return { status: 200, headers: { 'x-amz-bucket-region': context.region, 'x-amz-access-point-alias': 'false' } };
  },
};

export const getBucketLocation: Operation = {
  name: 'GetBucketLocation',
  on: 'bucket',
  method: 'GET',
  select: 'location',
  async handle(context, request) {
    authorizedBucket(context, request, 'GetBucketLocation');
    // us-east-1 is the region without a constraint.
    const constraint = context.region === 'us-east-1' ? [] : [{ xml: context.region }];
    return xml(document('LocationConstraint', constraint));
  },
};

export const getBucketVersioning: Operation = {
  name: 'GetBucketVersioning',
  on: 'bucket',
  method: 'GET',
  select: 'versioning',
  async handle(context, request) {
    const { versioned } = authorizedBucket(context, request, 'GetBucketVersioning');
    return xml(document('VersioningConfiguration', versioned ? [element('Status', 'Enabled')] : []));
  },
};

export const getBucketNotification: Operation = {
  name: 'GetBucketNotificationConfiguration',
  on: 'bucket',
  method: 'GET',
  select: 'notification',
  async handle(context, request) {
    const { notifications } = authorizedBucket(context, request, 'GetBucketNotification');
    return xml(document('NotificationConfiguration', notifications.map(queueConfiguration)));
  },
};

function authorizedBucket(context: S3Context, request: S3Request, action: string): Bucket {
  const bucket = bucketOf(context, request);
  request.http.authorize(`s3:${action}`, bucketArn(bucket.name));
  return bucket;
}

function queueConfiguration({ id, queueArn, events, prefix, suffix }: NotificationRule): Xml {
  const rules = [
    ['prefix', prefix],
    ['suffix', suffix],
  ] as const;
  const filters = rules
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => element('FilterRule', [element('Name', name), element('Value', value)]));
  return element('QueueConfiguration', [
    element('Id', id),
    element('Queue', queueArn),
    ...events.map((event) => element('Event', event)),
    ...(filters.length === 0 ? [] : [element('Filter', [element('S3Key', filters)])]),
  ]);
}
