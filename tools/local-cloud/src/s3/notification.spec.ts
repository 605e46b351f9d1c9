import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetBucketNotificationConfigurationCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { bucketNamed, queueArn, queueNamed, RegionFixture } from '../http/region-fixture';
import { refuseConfiguration } from './bucket';
import { formUrlEncoded } from './notification';

const Bucket = 'notifying-bucket';
const rules = [
  {
    id: 'csv-files',
    queueArn: queueArn('files'),
    events: ['s3:ObjectCreated:*'],
    prefix: 'incoming/weather/',
    suffix: '.csv',
  },
  { id: 'removals', queueArn: queueArn('removals'), events: ['s3:ObjectRemoved:*'] },
];

describe('notifications', () => {
  let region: RegionFixture;
  let s3: S3Client;

  beforeEach(async () => {
    region = await RegionFixture.start({
      queues: [queueNamed('files'), queueNamed('removals')],
      buckets: [bucketNamed(Bucket, { notifications: rules })],
    });
    s3 = region.s3();
  });
  afterEach(async () => {
    s3.destroy();
    await region.stop();
    expect(region.defects).toEqual([]);
  });

  /** The bodies of all messages of a queue; they are deleted. */
  const drain = async (queue: string): Promise<Record<string, never>[]> => {
    const received = await region.sqsService.queue(queue).receive({ max: 10 });
    await region.sqsService.queue(queue).delete(received.map(({ receiptHandle }) => receiptHandle));
    return received.map(({ body }) => JSON.parse(body));
  };
  const put = (Key: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x,y\n' }));

  it('tries a new configuration out with a test event, once', async () => {
    expect(await drain('files')).toEqual([
      {
        Service: 'Amazon S3',
        Event: 's3:TestEvent',
        Time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        Bucket,
        RequestId: expect.stringMatching(/^[0-9A-F]{16}$/),
        HostId: expect.any(String),
      },
    ]);
    await region.restart();
    expect(await drain('files')).toEqual([]);
  });

  it('tells of a created object in the shape of AWS', async () => {
    await drain('files');
    const { VersionId, ETag } = await put('incoming/weather/a b+c (ü).csv');
    expect(await drain('files')).toEqual([
      {
        Records: [
          {
            eventVersion: '2.1',
            eventSource: 'aws:s3',
            awsRegion: 'us-east-1',
            eventTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
            eventName: 'ObjectCreated:Put',
            userIdentity: { principalId: 'AWS:000000000000' },
            requestParameters: { sourceIPAddress: '127.0.0.1' },
            responseElements: { 'x-amz-request-id': expect.any(String), 'x-amz-id-2': expect.any(String) },
            s3: {
              s3SchemaVersion: '1.0',
              configurationId: 'csv-files',
              bucket: {
                name: Bucket,
                ownerIdentity: { principalId: expect.any(String) },
                arn: `arn:aws:s3:::${Bucket}`,
              },
              object: {
                key: 'incoming/weather/a+b%2Bc+%28%C3%BC%29.csv',
                size: 4,
                eTag: ETag!.replaceAll('"', ''),
                versionId: VersionId,
                sequencer: expect.stringMatching(/^[0-9A-F]{18}$/),
              },
            },
          },
        ],
      },
    ]);
  });

  it('says how an object was created', async () => {
    await drain('files');
    await put('source');
    const Key = 'incoming/weather/x.csv';
    await s3.send(new CopyObjectCommand({ Bucket, Key, CopySource: `${Bucket}/source` }));
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ChecksumAlgorithm: 'CRC32' }));
    const part = await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber: 1, Body: 'x' }));
    const Parts = [{ PartNumber: 1, ETag: part.ETag, ChecksumCRC32: part.ChecksumCRC32 }];
    await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));
    const names = (await drain('files')).flatMap(({ Records }: { Records?: { eventName: string }[] }) =>
      (Records ?? []).map(({ eventName }) => eventName),
    );
    expect(names).toEqual(['ObjectCreated:Copy', 'ObjectCreated:CompleteMultipartUpload']);
  });

  it('keeps silent about what no rule is for', async () => {
    await drain('files');
    await put('incoming/weather/x.json');
    await put('incoming/other/x.csv');
    await put('x/incoming/weather/x.csv');
    expect(await drain('files')).toEqual([]);
  });

  it('tells of removals apart: a marker put, a version gone', async () => {
    await drain('removals');
    const { VersionId } = await put('k');
    const marker = await s3.send(new DeleteObjectCommand({ Bucket, Key: 'k' }));
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'k', VersionId }));
    const events = (await drain('removals')) as unknown as {
      Records: { eventName: string; s3: { object: { versionId: string } } }[];
    }[];
    expect(events.flatMap(({ Records }) => Records.map((one) => [one.eventName, one.s3.object.versionId]))).toEqual([
      ['ObjectRemoved:DeleteMarkerCreated', marker.VersionId],
      ['ObjectRemoved:Delete', VersionId],
    ]);
  });

  it('orders the events of one key by their sequencers', async () => {
    await drain('files');
    for (let at = 0; at < 5; at += 1) await put('incoming/weather/x.csv');
    const events = (await drain('files')) as unknown as { Records: { s3: { object: { sequencer: string } } }[] }[];
    const sequencers = events.map(({ Records }) => Records[0]!.s3.object.sequencer);
    expect(sequencers).toEqual(sequencers.toSorted());
    expect(new Set(sequencers).size).toBe(5);
  });

  it('has the message of every object that it acknowledged, after a restart as well', async () => {
    await drain('files');
    await put('incoming/weather/x.csv');
    await region.restart();
    expect(await drain('files')).toMatchObject([{ Records: [{ eventName: 'ObjectCreated:Put' }] }]);
  });

  it('shows its configuration', async () => {
    const shown = await s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }));
    expect(shown.QueueConfigurations).toEqual([
      {
        Id: 'csv-files',
        QueueArn: queueArn('files'),
        Events: ['s3:ObjectCreated:*'],
        Filter: {
          Key: {
            FilterRules: [
              { Name: 'prefix', Value: 'incoming/weather/' },
              { Name: 'suffix', Value: '.csv' },
            ],
          },
        },
      },
      { Id: 'removals', QueueArn: queueArn('removals'), Events: ['s3:ObjectRemoved:*'] },
    ]);
  });
});

describe('a bucket’s configuration', () => {
  const rule = { id: 'a', queueArn: queueArn('q'), events: ['s3:ObjectCreated:*'], prefix: 'in/', suffix: '.csv' };
  const refusal = (...notifications: (typeof rule)[]) =>
    refuseConfiguration({ name: 'b', versioned: true, notifications }, undefined);

  it('takes rules that never meet the same object', () => {
    expect(
      refusal(rule, { ...rule, id: 'b', suffix: '.json' }, { ...rule, id: 'c', prefix: 'other/' }),
    ).toBeUndefined();
    expect(refusal(rule, { ...rule, id: 'b', events: ['s3:ObjectRemoved:*'] })).toBeUndefined();
  });

  it('refuses rules that overlap, as S3 does', () => {
    expect(refusal(rule, { ...rule, id: 'b', prefix: 'in/x', suffix: 'x.csv', events: ['s3:ObjectCreated:Put'] })).toBe(
      'Bucket b, notifications a and b: Configuration is ambiguously defined. Cannot have overlapping suffixes in two ' +
        'rules if the prefixes are overlapping for the same event type.',
    );
  });

  it('refuses events that would never come', () => {
    expect(refusal({ ...rule, events: ['s3:ObjectTagging:*'] })).toBe(
      'Bucket b, notification a: the local cloud does not emulate the event "s3:ObjectTagging:*".',
    );
  });

  it('refuses to suspend versions', () => {
    const stored = { name: 'b', versioned: true, notifications: [], createdAt: 0 };
    expect(refuseConfiguration({ ...stored, versioned: false }, stored)).toContain('Keep versioning enabled');
  });
});

describe('keys in events', () => {
  it('are form-encoded, slashes as they are', () => {
    expect(formUrlEncoded("a/b c+d&e=f(g)'*~_-.ü")).toBe('a/b+c%2Bd%26e%3Df%28g%29%27*%7E_-.%C3%BC');
  });
});
