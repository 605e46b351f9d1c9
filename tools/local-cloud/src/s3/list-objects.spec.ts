import {
  DeleteObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import * as fc from 'fast-check';
import { bucketNamed, faultOf, RegionFixture } from '../http/region-fixture';
import { readPage } from './listing';
import { afterPrefix } from './object-index';
import type { ObjectVersion } from './object-version';

const Bucket = 'listed-bucket';
const KEYS = ['a', 'a b', 'dir/1', 'dir/2', 'dir/sub/3', 'dir-x', 'ä', '\uff61', '\u{1f600}'];

describe('listing', () => {
  let region: RegionFixture;
  let s3: S3Client;

  beforeAll(async () => {
    region = await RegionFixture.start({ buckets: [bucketNamed(Bucket), bucketNamed('versions-bucket')] });
    s3 = region.s3();
    for (const Key of KEYS) await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
    await s3.send(new PutObjectCommand({ Bucket, Key: 'deleted', Body: 'x' }));
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'deleted' }));
  });
  afterAll(async () => {
    s3.destroy();
    await region.stop();
    expect(region.defects).toEqual([]);
  });

  const list = (more: object = {}) => s3.send(new ListObjectsV2Command({ Bucket, ...more }));
  const keysOf = (answer: Awaited<ReturnType<typeof list>>) => (answer.Contents ?? []).map(({ Key }) => Key);
  const prefixesOf = (answer: Awaited<ReturnType<typeof list>>) => (answer.CommonPrefixes ?? []).map((p) => p.Prefix);

  describe('ListObjectsV2', () => {
    it('lists what is not deleted, in the order of UTF-8 bytes', async () => {
      const answer = await list();
      expect(keysOf(answer)).toEqual(['a', 'a b', 'dir-x', 'dir/1', 'dir/2', 'dir/sub/3', 'ä', '\uff61', '\u{1f600}']);
      expect(answer).toMatchObject({ KeyCount: 9, IsTruncated: false, MaxKeys: 1_000, Name: Bucket });
      expect(answer.Contents?.[0]).toMatchObject({ Size: 1, StorageClass: 'STANDARD', ChecksumAlgorithm: ['CRC32'] });
    });

    it('rolls up behind a delimiter', async () => {
      const root = await list({ Delimiter: '/' });
      expect([keysOf(root), prefixesOf(root)]).toEqual([['a', 'a b', 'dir-x', 'ä', '\uff61', '\u{1f600}'], ['dir/']]);
      const dir = await list({ Delimiter: '/', Prefix: 'dir/' });
      expect([keysOf(dir), prefixesOf(dir)]).toEqual([['dir/1', 'dir/2'], ['dir/sub/']]);
    });

    it('starts behind a key', async () => {
      expect(keysOf(await list({ StartAfter: 'dir/1', Prefix: 'dir' }))).toEqual(['dir/2', 'dir/sub/3']);
    });

    it.each([1, 2, 3, 4])('gives everything once in pages of %d', async (MaxKeys) => {
      const seen: (string | undefined)[] = [];
      let ContinuationToken: string | undefined;
      do {
        const page = await list({ MaxKeys, ContinuationToken, Delimiter: '/' });
        expect(page.KeyCount).toBeLessThanOrEqual(MaxKeys);
        seen.push(...keysOf(page), ...prefixesOf(page));
        ContinuationToken = page.NextContinuationToken;
        expect(page.IsTruncated).toBe(ContinuationToken !== undefined);
      } while (ContinuationToken);
      expect(seen.toSorted()).toEqual(['a', 'a b', 'dir-x', 'dir/', 'ä', '\uff61', '\u{1f600}'].toSorted());
    });

    it('form-encodes keys when asked to', async () => {
      expect(keysOf(await list({ EncodingType: 'url', Prefix: 'a' }))).toEqual(['a', 'a+b']);
      expect(keysOf(await list({ EncodingType: 'url', Prefix: 'ä' }))).toEqual(['%C3%A4']);
    });

    it('refuses what makes no sense', async () => {
      expect(await faultOf(list({ ContinuationToken: 'nonsense' }))).toMatchObject({
        name: 'InvalidArgument',
        message: 'The continuation token provided is incorrect',
      });
      expect(await faultOf(list({ MaxKeys: -1 }))).toMatchObject({ name: 'InvalidArgument' });
      expect(await faultOf(list({ Bucket: 'missing' }))).toMatchObject({ name: 'NoSuchBucket' });
    });

    it('names the older ListObjects as not emulated', async () => {
      const answer = await fetch(`${region.endpoint}/${Bucket}`);
      expect(answer.status).toBe(501);
      expect(await answer.text()).toContain('The local cloud does not emulate GET of a bucket of S3.');
    });
  });

  describe('ListObjectVersions', () => {
    const versions = (more: object = {}) =>
      s3.send(new ListObjectVersionsCommand({ Bucket: 'versions-bucket', ...more }));
    const ids: string[] = [];

    beforeAll(async () => {
      for (const Key of ['a', 'a', 'a/b', 'c']) {
        const { VersionId } = await s3.send(new PutObjectCommand({ Bucket: 'versions-bucket', Key, Body: 'x' }));
        ids.push(VersionId!);
      }
      await s3.send(new DeleteObjectCommand({ Bucket: 'versions-bucket', Key: 'c' }));
    });

    it('lists every version, newest first per key, and which is latest', async () => {
      const { Versions, DeleteMarkers } = await versions();
      expect(Versions?.map(({ Key, VersionId, IsLatest }) => [Key, VersionId, IsLatest])).toEqual([
        ['a', ids[1], true],
        ['a', ids[0], false],
        ['a/b', ids[2], true],
        ['c', ids[3], false],
      ]);
      expect(DeleteMarkers).toMatchObject([{ Key: 'c', IsLatest: true }]);
    });

    it('gives everything once in pages of one', async () => {
      const seen: (string | undefined)[] = [];
      let markers: object = {};
      for (let more = true; more;) {
        const page = await versions({ MaxKeys: 1, ...markers });
        const [entry] = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
        seen.push(entry?.Key);
        more = page.IsTruncated ?? false;
        markers = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
      }
      expect(seen).toEqual(['a', 'a', 'a/b', 'c', 'c']);
    });

    it('rolls up, and goes on behind a rolled-up prefix', async () => {
      const first = await versions({ Delimiter: '/', MaxKeys: 3 });
      expect(first.CommonPrefixes).toEqual([{ Prefix: 'a/' }]);
      const rest = await versions({ Delimiter: '/', KeyMarker: first.NextKeyMarker });
      expect(rest.Versions?.map(({ Key }) => Key)).toEqual(['c']);
    });

    it('wants a key with a version marker', async () => {
      expect(await faultOf(versions({ VersionIdMarker: ids[0] }))).toMatchObject({ name: 'InvalidArgument' });
    });
  });
});

describe('afterPrefix', () => {
  const bytes = (text: string) => Buffer.from(text);

  it('is after everything that begins with the prefix, and before or at anything later', () => {
    const text = fc.string({ unit: 'binary', maxLength: 4 });
    fc.assert(
      fc.property(text, text, text, (prefix, rest, other) => {
        // Nothing comes after the texts that begin with the empty one, or with nothing but U+10FFFF.
        fc.pre(!/^\u{10ffff}*$/u.test(prefix));
        const end = bytes(afterPrefix(prefix));
        expect(Buffer.compare(bytes(prefix + rest), end)).toBeLessThan(0);
        const isLater = Buffer.compare(bytes(other), bytes(prefix)) > 0 && !other.startsWith(prefix);
        if (isLater) expect(Buffer.compare(bytes(other), end)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('readPage', () => {
  it('agrees with a plain model, whatever keys, prefix, delimiter and page size', async () => {
    const key = fc.string({ unit: fc.constantFrom('a', 'b', '/', '-'), minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(key, { maxLength: 12 }),
        fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 2 }),
        fc.constantFrom('', '/', '-', 'ab'),
        fc.integer({ min: 1, max: 4 }),
        async (keys, prefix, delimiter, maxKeys) => {
          const sorted = keys.toSorted();
          async function* scan(from: string) {
            for (const each of sorted) if (each >= from) yield { key: each } as ObjectVersion;
          }
          const model = new Set(
            sorted
              .filter((each) => each.startsWith(prefix))
              .map((each) => {
                const end = delimiter === '' ? -1 : each.indexOf(delimiter, prefix.length);
                return end < 0 ? each : each.slice(0, end + delimiter.length);
              }),
          );
          const seen: string[] = [];
          for (let from: string | undefined = ''; from !== undefined;) {
            const page = await readPage({ prefix, delimiter, maxKeys, urlEncoded: false }, from, scan);
            seen.push(...[...page.entries.map((entry) => entry.key), ...page.prefixes].toSorted());
            from = page.last && ('entry' in page.last ? `${page.last.entry.key}\0` : afterPrefix(page.last.prefix));
          }
          expect(seen).toEqual([...model]);
        },
      ),
    );
  });
});
