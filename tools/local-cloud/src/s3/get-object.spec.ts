import { GetObjectCommand, HeadObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { bucketNamed, faultOf, RegionFixture } from '../http/region-fixture';

const Bucket = 'versioned-bucket';

describe('GetObject and HeadObject', () => {
  let region: RegionFixture;
  let s3: S3Client;

  beforeAll(async () => {
    region = await RegionFixture.start({ buckets: [bucketNamed(Bucket)] });
    s3 = region.s3();
  });
  afterAll(async () => {
    s3.destroy();
    await region.stop();
    expect(region.defects).toEqual([]);
  });

  const put = (Key: string, Body: string, more: object = {}) =>
    s3.send(new PutObjectCommand({ Bucket, Key, Body: Buffer.from(Body), ...more }));
  const get = (Key: string, more: object = {}) => s3.send(new GetObjectCommand({ Bucket, Key, ...more }));
  const text = async (Key: string, more: object = {}) => (await get(Key, more)).Body!.transformToString();

  describe('ranges', () => {
    beforeAll(() => put('digits', '0123456789'));

    it.each([
      ['bytes=2-4', '234', 'bytes 2-4/10'],
      ['bytes=7-', '789', 'bytes 7-9/10'],
      ['bytes=-3', '789', 'bytes 7-9/10'],
      ['bytes=5-100', '56789', 'bytes 5-9/10'],
      ['bytes=-100', '0123456789', 'bytes 0-9/10'],
    ])('%s is %s', async (Range, expected, ContentRange) => {
      const found = await get('digits', { Range });
      expect(found).toMatchObject({ ContentRange, ContentLength: expected.length });
      expect(await found.Body!.transformToString()).toBe(expected);
    });

    it.each(['bytes=4-2', 'bytes=0-1,3-4', 'lines=1-2'])('%s is ignored, as S3 does', async (Range) => {
      const found = await get('digits', { Range });
      expect(found.ContentRange).toBeUndefined();
      expect(await found.Body!.transformToString()).toBe('0123456789');
    });

    it.each(['bytes=10-', 'bytes=10-12', 'bytes=-0'])('%s has no byte: 416', async (Range) => {
      const fault = await faultOf(get('digits', { Range }));
      expect(fault).toMatchObject({ name: 'InvalidRange', ActualObjectSize: '10' });
      expect(fault.$metadata.httpStatusCode).toBe(416);
    });
  });

  describe('conditions', () => {
    it('reads on If-Match, and answers 304 on If-None-Match and If-Modified-Since', async () => {
      const { ETag } = await put('condition', 'x');
      const { LastModified } = await s3.send(new HeadObjectCommand({ Bucket, Key: 'condition' }));
      const status = async (more: object) => (await faultOf(get('condition', more))).$metadata.httpStatusCode;
      expect(await text('condition', { IfMatch: ETag })).toBe('x');
      expect(await text('condition', { IfNoneMatch: '"other"', IfModifiedSince: LastModified })).toBe('x');
      expect(await status({ IfMatch: '"other"' })).toBe(412);
      expect(await status({ IfNoneMatch: ETag })).toBe(304);
      expect(await status({ IfModifiedSince: LastModified })).toBe(304);
      expect(await status({ IfUnmodifiedSince: new Date(LastModified!.getTime() - 1_000) })).toBe(412);
    });
  });

  it('reads its answer’s headers from the parameters of the request, if it has some', async () => {
    await put('download', 'x');
    const found = await get('download', { ResponseContentDisposition: 'attachment; filename="x.txt"' });
    expect(found.ContentDisposition).toBe('attachment; filename="x.txt"');
  });

  describe('faults', () => {
    it('names what is missing', async () => {
      expect(await faultOf(get('missing'))).toMatchObject({ name: 'NoSuchKey', Key: 'missing' });
      const VersionId = (await put('present', 'x')).VersionId!.replace(/.$/, 'v');
      expect(await faultOf(get('present', { VersionId }))).toMatchObject({ name: 'NoSuchVersion' });
      expect(await faultOf(get('present', { VersionId: 'x' }))).toMatchObject({ name: 'InvalidArgument' });
      const elsewhere = new GetObjectCommand({ Bucket: 'missing-bucket', Key: 'k' });
      expect(await faultOf(s3.send(elsewhere))).toMatchObject({ name: 'NoSuchBucket' });
      expect(await faultOf(s3.send(new HeadObjectCommand({ Bucket, Key: 'missing' })))).toMatchObject({
        name: 'NotFound',
      });
    });

    it('says 501 and the name for what it does not emulate', async () => {
      const tagged = await faultOf(put('tagged', 'x', { Tagging: 'a=b' }));
      expect(tagged.message).toBe('The local cloud does not emulate the header "x-amz-tagging" (PutObject) of S3.');
      expect(tagged.$metadata.httpStatusCode).toBe(501);
      expect((await faultOf(get('present', { PartNumber: 1 }))).message).toBe(
        'The local cloud does not emulate the query parameter "partNumber" (GetObject) of S3.',
      );
      expect((await faultOf(put('glacier', 'x', { StorageClass: 'GLACIER' }))).message).toBe(
        'The local cloud does not emulate the storage class "GLACIER" of S3.',
      );
    });
  });
});
