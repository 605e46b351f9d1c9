import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { bucketNamed, faultOf, RegionFixture } from '../http/region-fixture';

const DAY_SECONDS = 24 * 60 * 60;

describe('Object Lock', () => {
  let region: RegionFixture;
  let s3: S3Client;

  beforeEach(async () => {
    region = await RegionFixture.start({
      buckets: [
        bucketNamed('governed', { defaultRetention: { mode: 'GOVERNANCE', days: 2 } }),
        bucketNamed('complied', { defaultRetention: { mode: 'COMPLIANCE', days: 2 } }),
      ],
    });
    s3 = region.s3();
  });
  afterEach(async () => {
    s3.destroy();
    await region.stop();
    expect(region.defects).toEqual([]);
  });

  const Key = 'entry';
  const put = (Bucket: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
  const remove = (Bucket: string, VersionId?: string, BypassGovernanceRetention?: boolean, client = s3) =>
    client.send(new DeleteObjectCommand({ Bucket, Key, VersionId, BypassGovernanceRetention }));
  const denied = {
    name: 'AccessDenied',
    message: 'Access Denied because object protected by object lock.',
    $metadata: { httpStatusCode: 403 },
  };

  it.each(['governed', 'complied'])('shows of a version in the %s bucket until when it is kept', async (Bucket) => {
    const before = Date.now();
    await put(Bucket);
    for (const shown of [
      await s3.send(new HeadObjectCommand({ Bucket, Key })),
      await s3.send(new GetObjectCommand({ Bucket, Key })),
    ]) {
      expect(shown.ObjectLockMode).toBe(Bucket === 'governed' ? 'GOVERNANCE' : 'COMPLIANCE');
      expect(shown.ObjectLockRetainUntilDate?.getTime()).toBeGreaterThanOrEqual(before + 2 * DAY_SECONDS * 1000);
    }
  });

  it.each(['governed', 'complied'])('keeps a version of the %s bucket until its time, not longer', async (Bucket) => {
    const { VersionId } = await put(Bucket);
    expect(await faultOf(remove(Bucket, VersionId))).toMatchObject(denied);
    const { Errors } = await s3.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key, VersionId: VersionId ?? '' }] } }),
    );
    expect(Errors).toMatchObject([{ Key, VersionId, Code: 'AccessDenied' }]);
    region.advance(2 * DAY_SECONDS + 1);
    expect(await remove(Bucket, VersionId)).toMatchObject({ VersionId });
  });

  it('lets a version be hidden and overwritten, and keeps it', async () => {
    const { VersionId } = await put('complied');
    const marker = await remove('complied');
    expect(marker.DeleteMarker).toBe(true);
    expect((await put('complied')).VersionId).not.toBe(VersionId);
    expect((await s3.send(new GetObjectCommand({ Bucket: 'complied', Key, VersionId }))).ContentLength).toBe(1);
    expect(await remove('complied', marker.VersionId)).toMatchObject({ DeleteMarker: true });
  });

  it('lets governance be bypassed by who may and says so, compliance by nobody', async () => {
    const { VersionId } = await put('governed');
    const asFunction = region.s3('FUNCTION');
    region.permission = (action) => action !== 's3:BypassGovernanceRetention';
    expect(await faultOf(remove('governed', VersionId, true, asFunction))).toMatchObject({ name: 'AccessDenied' });
    expect(await remove('governed', VersionId, true)).toMatchObject({ VersionId });
    asFunction.destroy();

    const complied = await put('complied');
    expect(await faultOf(remove('complied', complied.VersionId, true))).toMatchObject(denied);
  });

  it('tells of the lock only who may know of it', async () => {
    await put('governed');
    const asFunction = region.s3('FUNCTION');
    region.permission = (action) => action !== 's3:GetObjectRetention';
    const shown = await asFunction.send(new HeadObjectCommand({ Bucket: 'governed', Key }));
    expect(shown.ObjectLockMode).toBeUndefined();
    asFunction.destroy();
  });

  it('refuses bytes without a digest', async () => {
    const plain = new S3Client({
      region: 'us-east-1',
      endpoint: region.endpoint,
      credentials: { accessKeyId: 'OPERATOR', secretAccessKey: 'secret' },
      forcePathStyle: true,
      requestChecksumCalculation: 'WHEN_REQUIRED',
    });
    const upload = plain.send(new PutObjectCommand({ Bucket: 'governed', Key, Body: 'x' }));
    expect(await faultOf(upload)).toMatchObject({
      name: 'InvalidRequest',
      message:
        'Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters',
    });
    plain.destroy();
  });
});
