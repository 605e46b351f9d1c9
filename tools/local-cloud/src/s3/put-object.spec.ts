import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { bucketNamed, faultOf, RegionFixture } from '../http/region-fixture';
import { CHECKSUM_ALGORITHMS, hasher } from './checksum';

const Bucket = 'versioned-bucket';

describe('PutObject', () => {
  let region: RegionFixture;
  let s3: S3Client;

  beforeAll(async () => {
    region = await RegionFixture.start({
      buckets: [bucketNamed(Bucket), bucketNamed('plain-bucket', { versioned: false })],
    });
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

  describe('what is put', () => {
    it('gives back bytes, ETag, metadata and headers', async () => {
      const { ETag, VersionId } = await put('a/b.csv', 'x,y\n1,2\n', {
        ContentType: 'text/csv',
        ContentEncoding: 'identity',
        CacheControl: 'no-store',
        Metadata: { team: 'ocean', note: 'a b' },
      });
      const found = await get('a/b.csv');
      expect(await found.Body!.transformToString()).toBe('x,y\n1,2\n');
      expect(ETag).toBe(`"${createHash('md5').update('x,y\n1,2\n').digest('hex')}"`);
      expect(found).toMatchObject({
        ETag,
        VersionId,
        ContentLength: 8,
        ContentType: 'text/csv',
        ContentEncoding: 'identity',
        CacheControl: 'no-store',
        Metadata: { team: 'ocean', note: 'a b' },
        AcceptRanges: 'bytes',
        ServerSideEncryption: 'AES256',
      });
      expect(found.LastModified!.getTime() % 1_000).toBe(0);
    });

    it('keeps every version, and gives each by its id', async () => {
      const first = await put('versions', 'one');
      const second = await put('versions', 'two');
      expect(first.VersionId).toMatch(/^.{32}$/);
      expect(await text('versions')).toBe('two');
      expect(await text('versions', { VersionId: first.VersionId })).toBe('one');
      expect(await text('versions', { VersionId: second.VersionId })).toBe('two');
    });

    it('overwrites in an unversioned bucket and names no version', async () => {
      const plain = { Bucket: 'plain-bucket', Key: 'k' };
      const first = await s3.send(new PutObjectCommand({ ...plain, Body: 'one' }));
      await s3.send(new PutObjectCommand({ ...plain, Body: 'two' }));
      expect(first.VersionId).toBeUndefined();
      const found = await s3.send(new GetObjectCommand(plain));
      expect(await found.Body!.transformToString()).toBe('two');
      expect(found.VersionId).toBeUndefined();
    });

    it.each(['a b', 'a+b', 'ä/ö', '%41', '..', 'a/../b', '/leading', 'double//slash', '\u{1f600}', 'a\nb', '?q=1&r#h'])(
      'takes the key %j as it is',
      async (key) => {
        await put(key, `content of ${key}`);
        expect(await text(key)).toBe(`content of ${key}`);
      },
    );

    it('refuses a key of more than 1,024 bytes', async () => {
      await put('ü'.repeat(512), '');
      expect(await faultOf(put('ü'.repeat(512) + 'x', ''))).toMatchObject({ name: 'KeyTooLongError' });
    });

    it('streams a body of many chunks, whose checksum follows it', async () => {
      const chunks = Array.from({ length: 40 }, (_, index) => Buffer.alloc(65_536, index));
      const whole = Buffer.concat(chunks);
      const Body = Readable.from(chunks);
      await s3.send(new PutObjectCommand({ Bucket, Key: 'streamed', Body, ContentLength: whole.length }));
      expect(Buffer.from(await (await get('streamed')).Body!.transformToByteArray()).equals(whole)).toBe(true);
    });

    it('takes an empty object', async () => {
      await put('empty', '');
      expect(await text('empty')).toBe('');
      expect(await faultOf(get('empty', { Range: 'bytes=0-' }))).toMatchObject({ name: 'InvalidRange' });
    });
  });

  describe('conditions', () => {
    it('writes If-None-Match: * once', async () => {
      await put('once', '1', { IfNoneMatch: '*' });
      const fault = await faultOf(put('once', '2', { IfNoneMatch: '*' }));
      expect(fault).toMatchObject({ name: 'PreconditionFailed', Condition: 'If-None-Match' });
      expect(fault.message).toBe('At least one of the pre-conditions you specified did not hold');
      expect(await text('once')).toBe('1');
    });

    it('lets exactly one of several concurrent first writers in', async () => {
      const writes = Array.from({ length: 8 }, (_, index) => put('race', String(index), { IfNoneMatch: '*' }));
      const results = await Promise.allSettled(writes);
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    });

    it('writes If-None-Match: * on top of a delete marker', async () => {
      await put('marked', '1');
      await s3.send(new DeleteObjectCommand({ Bucket, Key: 'marked' }));
      await put('marked', '2', { IfNoneMatch: '*' });
      expect(await text('marked')).toBe('2');
    });

    it('writes If-Match on the object that is there', async () => {
      const { ETag } = await put('match', '1');
      await put('match', '2', { IfMatch: ETag });
      expect(await faultOf(put('match', '3', { IfMatch: ETag }))).toMatchObject({ name: 'PreconditionFailed' });
      expect(await faultOf(put('no-match', '3', { IfMatch: ETag }))).toMatchObject({ name: 'NoSuchKey' });
    });
  });

  describe('checksums', () => {
    it.each(CHECKSUM_ALGORITHMS)('%s is kept and shown', async (algorithm) => {
      const running = hasher(algorithm);
      running.update(Buffer.from('123456789'));
      const value = running.digest().toString('base64');
      const Key = `checksum-${algorithm}`;
      await put(Key, '123456789', { [`Checksum${algorithm}`]: value });
      const head = await s3.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));
      expect(head).toMatchObject({ [`Checksum${algorithm}`]: value, ChecksumType: 'FULL_OBJECT' });
    });

    it('a wrong one is refused, and nothing is stored', async () => {
      const fault = await faultOf(put('bad', 'x', { ChecksumCRC32: 'AAAAAA==' }));
      expect(fault).toMatchObject({ name: 'BadDigest' });
      expect(fault.message).toBe('The CRC32 you specified did not match the calculated checksum.');
      expect(await faultOf(get('bad'))).toMatchObject({ name: 'NoSuchKey' });
    });

    it('Content-MD5 is proven too', async () => {
      const right = createHash('md5').update('x').digest('base64');
      await put('md5', 'x', { ContentMD5: right });
      expect(await faultOf(put('md5', 'y', { ContentMD5: right }))).toMatchObject({ name: 'BadDigest' });
      expect(await faultOf(put('md5', 'y', { ContentMD5: 'nonsense' }))).toMatchObject({ name: 'InvalidDigest' });
    });
  });

  describe('a body in the aws-chunked encoding', () => {
    const send = (key: string, body: string, headers: Record<string, string>) =>
      fetch(`${region.endpoint}/${Bucket}/${key}`, {
        method: 'PUT',
        body,
        headers: {
          'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
          'content-encoding': 'aws-chunked,gzip',
          'x-amz-decoded-content-length': '5',
          ...headers,
        },
      });
    const trailer = { 'x-amz-trailer': 'x-amz-checksum-crc32' };

    it('is stored decoded, proven by its trailer', async () => {
      const answer = await send('chunked', '5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n', trailer);
      expect([answer.status, answer.headers.get('x-amz-checksum-crc32')]).toEqual([200, 'NhCmhg==']);
      expect(await get('chunked')).toMatchObject({ ContentLength: 5, ContentEncoding: 'gzip' });
    });

    it.each([
      ['a wrong checksum', '5\r\nhello\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n', trailer, 'BadDigest'],
      ['a missing one', '5\r\nhello\r\n0\r\n\r\n', trailer, 'MalformedTrailerError'],
      ['an unknown one', '0\r\n\r\n', { 'x-amz-trailer': 'x-amz-checksum-md5' }, 'InvalidRequest'],
      ['another length', '4\r\nhell\r\n0\r\n\r\n', {}, 'IncompleteBody'],
      ['no length', '0\r\n\r\n', { 'x-amz-decoded-content-length': '' }, 'MissingContentLength'],
    ])('is refused with %s', async (_what, body, headers, code) => {
      expect(await (await send('refused', body, headers as Record<string, string>)).text()).toContain(
        `<Code>${code}</Code>`,
      );
      expect(await faultOf(get('refused'))).toMatchObject({ name: 'NoSuchKey' });
    });
  });

  it('proves the hash of the payload that a signature is over', async () => {
    const put = (hash: string) =>
      fetch(`${region.endpoint}/${Bucket}/hashed`, {
        method: 'PUT',
        body: 'x',
        headers: { 'x-amz-content-sha256': hash },
      });
    expect((await put(createHash('sha256').update('x').digest('hex'))).status).toBe(200);
    expect(await (await put('0'.repeat(64))).text()).toContain('<Code>XAmzContentSHA256Mismatch</Code>');
  });

  it('leaves no file behind of what was refused or replaced', async () => {
    const plain = (Body: string, more: object = {}) =>
      s3.send(new PutObjectCommand({ Bucket: 'plain-bucket', Key: 'files', Body, ...more }));
    await plain('first');
    const before = region.objectFiles();
    await plain('second');
    await faultOf(plain('third', { ChecksumCRC32: 'AAAAAA==' }));
    await faultOf(plain('fourth', { IfNoneMatch: '*' }));
    expect(region.objectFiles()).toHaveLength(before.length);
  });

  it('removes at its start the files of uploads that a crash cut off', async () => {
    await put('kept', 'x');
    const before = region.objectFiles();
    region.addObjectFile('incoming/0123');
    region.addObjectFile('ab/abcdef');
    await region.restart();
    expect(region.objectFiles()).toEqual(before);
    expect(await text('kept')).toBe('x');
  });

  it('survives a restart, versions, metadata and all', async () => {
    const first = await put('durable', 'one', { Metadata: { kept: 'yes' } });
    const second = await put('durable', 'two');
    const before = await s3.send(new HeadObjectCommand({ Bucket, Key: 'durable', VersionId: first.VersionId }));
    await region.restart();
    const after = await s3.send(new HeadObjectCommand({ Bucket, Key: 'durable', VersionId: first.VersionId }));
    expect({ ...after, $metadata: {} }).toEqual({ ...before, $metadata: {} });
    expect(await text('durable')).toBe('two');
    const third = await put('durable', 'three');
    expect([third.VersionId!, second.VersionId!, first.VersionId!].toSorted()).toEqual([
      third.VersionId,
      second.VersionId,
      first.VersionId,
    ]);
  });
});
