import { createHash } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  type CompletedPart,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListPartsCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { bucketNamed, faultOf, RegionFixture } from '../http/region-fixture';
import { hasher } from './checksum';

const Bucket = 'multipart-bucket';
const MIB = 1024 ** 2;
const BIG = Buffer.alloc(5 * MIB, 'first part ');
const TAIL = Buffer.from('the end');

const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest();
const base64Of = (algorithm: 'CRC32' | 'CRC64NVME', bytes: Buffer) => {
  const running = hasher(algorithm);
  running.update(bytes);
  return running.digest().toString('base64');
};

describe('multipart upload', () => {
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

  const create = async (Key: string, more: object = {}) =>
    (await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }))).UploadId!;
  const upload = async (Key: string, UploadId: string, PartNumber: number, Body: Buffer) => {
    const part = await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }));
    return { PartNumber, ETag: part.ETag, ChecksumCRC32: part.ChecksumCRC32 };
  };
  const complete = (Key: string, UploadId: string, Parts: CompletedPart[], more: object = {}) =>
    s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts }, ...more }));
  const withCrc32 = { ChecksumAlgorithm: 'CRC32' } as const;

  it('puts the parts together, in one version with its own ETag', async () => {
    const id = await create('k', { ...withCrc32, ContentType: 'text/plain', Metadata: { a: 'b' } });
    // Out of order, and one of them twice: the last upload of a number counts.
    const tail = await upload('k', id, 7, TAIL);
    await upload('k', id, 2, TAIL);
    const big = await upload('k', id, 2, BIG);
    const completed = await complete('k', id, [big, tail]);
    const etag = createHash('md5')
      .update(Buffer.concat([md5(BIG), md5(TAIL)]))
      .digest('hex');
    expect(completed).toMatchObject({ ETag: `"${etag}-2"`, Bucket, Key: 'k', VersionId: expect.any(String) });
    const found = await s3.send(new GetObjectCommand({ Bucket, Key: 'k' }));
    expect(found).toMatchObject({ ContentLength: BIG.length + TAIL.length, Metadata: { a: 'b' } });
    const body = Buffer.from(await found.Body!.transformToByteArray());
    expect(body.equals(Buffer.concat([BIG, TAIL]))).toBe(true);
  });

  it('reads a range across parts', async () => {
    const id = await create('range', withCrc32);
    await complete('range', id, [await upload('range', id, 1, BIG), await upload('range', id, 2, TAIL)]);
    const found = await s3.send(
      new GetObjectCommand({ Bucket, Key: 'range', Range: `bytes=${BIG.length - 2}-${BIG.length + 2}` }),
    );
    expect(await found.Body!.transformToString()).toBe(`${BIG.subarray(-2).toString()}the`);
  });

  describe('checksums', () => {
    it('makes a composite one of CRC32 by default', async () => {
      const id = await create('composite', withCrc32);
      const completed = await complete('composite', id, [await upload('composite', id, 1, TAIL)]);
      const composite = base64Of('CRC32', Buffer.from(base64Of('CRC32', TAIL), 'base64'));
      expect(completed).toMatchObject({ ChecksumCRC32: `${composite}-1`, ChecksumType: 'COMPOSITE' });
    });

    it('makes one of the whole where the client wants it, and proves the client’s own', async () => {
      const whole = base64Of('CRC64NVME', Buffer.concat([BIG, TAIL]));
      const parts = async (Key: string) => {
        const id = await create(Key, { ChecksumAlgorithm: 'CRC64NVME', ChecksumType: 'FULL_OBJECT' });
        const uploadOne = async (PartNumber: number, Body: Buffer) => {
          const ChecksumCRC64NVME = base64Of('CRC64NVME', Body);
          const input = { Bucket, Key, UploadId: id, PartNumber, Body, ChecksumCRC64NVME };
          return { PartNumber, ETag: (await s3.send(new UploadPartCommand(input))).ETag, ChecksumCRC64NVME };
        };
        return { id, list: [await uploadOne(1, BIG), await uploadOne(2, TAIL)] };
      };
      const right = await parts('whole');
      await complete('whole', right.id, right.list, { ChecksumCRC64NVME: whole, ChecksumType: 'FULL_OBJECT' });
      const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'whole', ChecksumMode: 'ENABLED' }));
      expect(head).toMatchObject({ ChecksumCRC64NVME: whole, ChecksumType: 'FULL_OBJECT' });
      const wrong = await parts('wrong');
      const fault = await faultOf(complete('wrong', wrong.id, wrong.list, { ChecksumCRC64NVME: 'AAAAAAAAAAA=' }));
      expect(fault).toMatchObject({ name: 'BadDigest' });
    });

    it('refuses kinds that do not exist', async () => {
      const shaOfAll = create('x', { ChecksumAlgorithm: 'SHA256', ChecksumType: 'FULL_OBJECT' });
      expect((await faultOf(shaOfAll)).message).toBe(
        'The FULL_OBJECT checksum type cannot be used with the sha256 checksum algorithm.',
      );
    });

    it('refuses a part with a checksum of another kind', async () => {
      const id = await create('kind', { ChecksumAlgorithm: 'SHA256' });
      expect((await faultOf(upload('kind', id, 1, TAIL))).message).toContain('Checksum Type mismatch occurred');
    });
  });

  describe('what completes nothing', () => {
    it('refuses parts that are missing, changed, out of order or too small', async () => {
      const id = await create('refused', withCrc32);
      const [one, two] = [await upload('refused', id, 1, TAIL), await upload('refused', id, 2, TAIL)];
      const faultName = async (parts: CompletedPart[]) => (await faultOf(complete('refused', id, parts))).name;
      expect(await faultName([{ ...one, PartNumber: 3 }])).toBe('InvalidPart');
      expect(await faultName([{ ...one, ETag: '"other"' }])).toBe('InvalidPart');
      expect(await faultName([two, one])).toBe('InvalidPartOrder');
      expect(await faultName([one, two])).toBe('EntityTooSmall');
      expect(await faultName([])).toBe('MalformedXML');
      await complete('refused', id, [two]);
    });

    it('keeps If-None-Match', async () => {
      const [first, second] = [await create('once', withCrc32), await create('once', withCrc32)];
      const parts = [await upload('once', first, 1, TAIL)];
      await upload('once', second, 1, TAIL);
      await complete('once', first, parts, { IfNoneMatch: '*' });
      expect(await faultOf(complete('once', second, parts, { IfNoneMatch: '*' }))).toMatchObject({
        name: 'PreconditionFailed',
      });
    });

    it('knows no upload that is completed, aborted or of another key', async () => {
      const id = await create('over', withCrc32);
      const parts = [await upload('over', id, 1, TAIL)];
      expect(await faultOf(upload('other', id, 1, TAIL))).toMatchObject({ name: 'NoSuchUpload' });
      await complete('over', id, parts);
      expect(await faultOf(complete('over', id, parts))).toMatchObject({ name: 'NoSuchUpload', UploadId: id });
      const aborted = await create('over', withCrc32);
      await s3.send(new AbortMultipartUploadCommand({ Bucket, Key: 'over', UploadId: aborted }));
      expect(await faultOf(upload('over', aborted, 1, TAIL))).toMatchObject({ name: 'NoSuchUpload' });
    });

    it('lets one of several completions at once through', async () => {
      const id = await create('race', withCrc32);
      const parts = [await upload('race', id, 1, TAIL)];
      const results = await Promise.allSettled(Array.from({ length: 4 }, () => complete('race', id, parts)));
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    });

    it('refuses part numbers out of range', async () => {
      const id = await create('number', withCrc32);
      expect(await faultOf(upload('number', id, 10_001, TAIL))).toMatchObject({
        message: 'Part number must be an integer between 1 and 10000, inclusive',
      });
    });
  });

  it('lists parts in pages, over a restart', async () => {
    const id = await create('listed', withCrc32);
    for (const number of [1, 2, 10]) await upload('listed', id, number, TAIL);
    await region.restart();
    const list = (more: object) => s3.send(new ListPartsCommand({ Bucket, Key: 'listed', UploadId: id, ...more }));
    const first = await list({ MaxParts: 2 });
    expect(first.Parts?.map(({ PartNumber, Size }) => [PartNumber, Size])).toEqual([
      [1, TAIL.length],
      [2, TAIL.length],
    ]);
    expect(first).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '2', ChecksumAlgorithm: 'CRC32' });
    const rest = await list({ PartNumberMarker: first.NextPartNumberMarker });
    expect(rest.Parts?.map(({ PartNumber }) => PartNumber)).toEqual([10]);
    expect(rest.IsTruncated).toBe(false);
  });
});
