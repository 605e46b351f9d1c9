import { createHash } from 'node:crypto';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { bucketNamed, faultOf, RegionFixture } from '../http/region-fixture';

const Bucket = 'copy-bucket';

describe('CopyObject', () => {
  let region: RegionFixture;
  let s3: S3Client;

  beforeAll(async () => {
    region = await RegionFixture.start({ buckets: [bucketNamed(Bucket), bucketNamed('other-bucket')] });
    s3 = region.s3();
  });
  afterAll(async () => {
    s3.destroy();
    await region.stop();
    expect(region.defects).toEqual([]);
  });

  const put = (Key: string, Body: string, more: object = {}) =>
    s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
  const copy = (CopySource: string, Key: string, more: object = {}) =>
    s3.send(new CopyObjectCommand({ Bucket, Key, CopySource, ...more }));
  const get = (Key: string, bucket = Bucket) => s3.send(new GetObjectCommand({ Bucket: bucket, Key }));

  it('copies bytes, headers and metadata, across buckets and odd keys', async () => {
    const source = await put('a b/ä+c', 'content', { ContentType: 'text/csv', Metadata: { a: 'b' } });
    const copied = await copy(`${Bucket}/${encodeURIComponent('a b/ä+c')}`, 'target', { Bucket: 'other-bucket' });
    expect(copied).toMatchObject({
      CopySourceVersionId: source.VersionId,
      CopyObjectResult: { ETag: source.ETag, ChecksumCRC32: source.ChecksumCRC32 },
    });
    const found = await get('target', 'other-bucket');
    expect(await found.Body!.transformToString()).toBe('content');
    expect(found).toMatchObject({ ContentType: 'text/csv', Metadata: { a: 'b' }, VersionId: copied.VersionId });
  });

  it('copies an older version', async () => {
    const first = await put('versions', 'one');
    await put('versions', 'two');
    await copy(`/${Bucket}/versions?versionId=${first.VersionId}`, 'older');
    expect(await (await get('older')).Body!.transformToString()).toBe('one');
  });

  it('replaces metadata when told to, even of the object itself', async () => {
    await put('self', 'x', { Metadata: { old: '1' } });
    expect((await faultOf(copy(`${Bucket}/self`, 'self'))).message).toContain('This copy request is illegal');
    await copy(`${Bucket}/self`, 'self', { MetadataDirective: 'REPLACE', Metadata: { fresh: '2' } });
    expect(await get('self')).toMatchObject({ Metadata: { fresh: '2' } });
  });

  it('makes one object of a multipart one, with a plain ETag', async () => {
    const target = { Bucket, Key: 'parts' };
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ ...target, ChecksumAlgorithm: 'CRC32' }));
    const part = await s3.send(new UploadPartCommand({ ...target, UploadId, PartNumber: 1, Body: 'whole' }));
    const Parts = [{ PartNumber: 1, ETag: part.ETag, ChecksumCRC32: part.ChecksumCRC32 }];
    await s3.send(new CompleteMultipartUploadCommand({ ...target, UploadId, MultipartUpload: { Parts } }));
    const { CopyObjectResult } = await copy(`${Bucket}/parts`, 'flat');
    expect(CopyObjectResult).toMatchObject({
      ETag: `"${createHash('md5').update('whole').digest('hex')}"`,
      ChecksumCRC32: part.ChecksumCRC32,
    });
  });

  it('keeps the conditions on its source and on its target', async () => {
    const { ETag } = await put('condition', 'x');
    await copy(`${Bucket}/condition`, 'copied', { CopySourceIfMatch: ETag });
    const source = await faultOf(copy(`${Bucket}/condition`, 'copied', { CopySourceIfNoneMatch: ETag }));
    expect(source).toMatchObject({ name: 'PreconditionFailed', Condition: 'x-amz-copy-source-If-None-Match' });
    const target = await faultOf(copy(`${Bucket}/condition`, 'copied', { IfNoneMatch: '*' }));
    expect(target).toMatchObject({ name: 'PreconditionFailed', Condition: 'If-None-Match' });
  });

  it('says what is missing', async () => {
    expect(await faultOf(copy(`${Bucket}/missing`, 'x'))).toMatchObject({ name: 'NoSuchKey', Key: 'missing' });
    expect(await faultOf(copy('missing/key', 'x'))).toMatchObject({ name: 'NoSuchBucket' });
    expect(await faultOf(copy('no-key', 'x'))).toMatchObject({ name: 'InvalidArgument' });
  });
});
