import { createHash } from 'node:crypto';
import {
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { bucketNamed, faultOf, RegionFixture } from '../http/region-fixture';

const Bucket = 'versioned-bucket';

describe('DeleteObject', () => {
  let region: RegionFixture;
  let s3: S3Client;

  beforeAll(async () => {
    region = await RegionFixture.start({ buckets: [bucketNamed(Bucket), bucketNamed('plain', { versioned: false })] });
    s3 = region.s3();
  });
  afterAll(async () => {
    s3.destroy();
    await region.stop();
    expect(region.defects).toEqual([]);
  });

  const put = (Key: string, Body: string, bucket = Bucket) =>
    s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
  const remove = (Key: string, VersionId?: string) => s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
  const get = (Key: string, VersionId?: string) => s3.send(new GetObjectCommand({ Bucket, Key, VersionId }));
  const text = async (Key: string) => (await get(Key)).Body!.transformToString();

  describe('without a version', () => {
    it('hides the object behind a delete marker', async () => {
      const { VersionId } = await put('hidden', 'x');
      const marker = await remove('hidden');
      expect(marker.DeleteMarker).toBe(true);
      const fault = await faultOf(get('hidden'));
      expect(fault).toMatchObject({ name: 'NoSuchKey', $metadata: { httpStatusCode: 404 } });
      expect(await (await get('hidden', VersionId)).Body!.transformToString()).toBe('x');
    });

    it('leaves a marker that can only be deleted', async () => {
      await put('marker', 'x');
      const { VersionId } = await remove('marker');
      const fault = await faultOf(get('marker', VersionId));
      expect(fault).toMatchObject({ name: 'MethodNotAllowed', Method: 'GET', ResourceType: 'DeleteMarker' });
      expect(fault.$metadata.httpStatusCode).toBe(405);
      expect(await remove('marker', VersionId)).toMatchObject({ DeleteMarker: true, VersionId });
      expect(await text('marker')).toBe('x');
    });

    it('removes the object of an unversioned bucket', async () => {
      await put('gone', 'x', 'plain');
      const deleted = await s3.send(new DeleteObjectCommand({ Bucket: 'plain', Key: 'gone' }));
      expect(deleted.DeleteMarker).toBeUndefined();
      expect(await faultOf(s3.send(new GetObjectCommand({ Bucket: 'plain', Key: 'gone' })))).toMatchObject({
        name: 'NoSuchKey',
      });
    });
  });

  describe('by version', () => {
    it('uncovers the version before', async () => {
      const [, second, third] = [await put('stack', '1'), await put('stack', '2'), await put('stack', '3')];
      await remove('stack', third.VersionId);
      expect(await text('stack')).toBe('2');
      await remove('stack', second.VersionId);
      expect(await text('stack')).toBe('1');
    });

    it('leaves nothing when the last one goes', async () => {
      const { VersionId } = await put('last', 'x');
      await remove('last', VersionId);
      expect(await faultOf(get('last'))).toMatchObject({ name: 'NoSuchKey' });
      const { Versions } = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: 'last' }));
      expect(Versions ?? []).toEqual([]);
    });

    it('succeeds for a version that is gone already', async () => {
      const { VersionId } = await put('twice', 'x');
      await remove('twice', VersionId);
      expect((await remove('twice', VersionId)).$metadata.httpStatusCode).toBe(204);
    });

    it('keeps what is current right when all versions but one go at once', async () => {
      const versions: string[] = [];
      for (let at = 0; at < 12; at += 1) versions.push((await put('crowd', String(at))).VersionId!);
      const [kept, ...others] = versions;
      await Promise.all(others.map((version) => remove('crowd', version)));
      expect(await get('crowd')).toMatchObject({ VersionId: kept });
    });
  });

  describe('DeleteObjects', () => {
    it('deletes each and reports each, faults beside successes', async () => {
      const { VersionId } = await put('one', 'x');
      await put('two & <three>', 'x');
      const { Deleted, Errors } = await s3.send(
        new DeleteObjectsCommand({
          Bucket,
          Delete: {
            Objects: [{ Key: 'one', VersionId }, { Key: 'two & <three>' }, { Key: 'one', VersionId: 'nonsense' }],
          },
        }),
      );
      expect(Deleted).toEqual([
        { Key: 'one', VersionId },
        { Key: 'two & <three>', DeleteMarker: true, DeleteMarkerVersionId: expect.stringMatching(/^.{32}$/) },
      ]);
      expect(Errors).toEqual([
        { Key: 'one', VersionId: 'nonsense', Code: 'InvalidArgument', Message: 'Invalid version id specified' },
      ]);
      expect(await faultOf(get('two & <three>'))).toMatchObject({ name: 'NoSuchKey' });
    });

    it.each(['a\nb', 'a\rb', '&amp;', ' spaces ', '007', 'ä\u{1f600}'])('takes the key %j as it is', async (Key) => {
      await put(Key, 'x');
      const { Deleted } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key }] } }));
      expect(Deleted).toMatchObject([{ Key }]);
      expect(await faultOf(get(Key))).toMatchObject({ name: 'NoSuchKey' });
    });

    it('says nothing of successes when asked to be quiet', async () => {
      await put('quiet', 'x');
      const answer = await s3.send(
        new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'quiet' }], Quiet: true } }),
      );
      expect(answer.Deleted).toBeUndefined();
      expect(await faultOf(get('quiet'))).toMatchObject({ name: 'NoSuchKey' });
    });

    it('wants its document proven and well-formed', async () => {
      const post = async (body: string, headers: Record<string, string>) => {
        const answer = await fetch(`${region.endpoint}/${Bucket}?delete`, { method: 'POST', body, headers });
        return answer.text();
      };
      expect(await post('<Delete/>', {})).toContain(
        'Missing required header for this request: Content-MD5 OR x-amz-checksum-*',
      );
      const md5 = (text: string) => ({ 'content-md5': createHash('md5').update(text).digest('base64') });
      expect(await post('<Delete/>', md5('<Delete/>'))).toContain('<Code>MalformedXML</Code>');
      expect(await post('<Delete><Object>', md5('<Delete><Object>'))).toContain('<Code>MalformedXML</Code>');
    });
  });

  it('survives a restart, markers and all', async () => {
    await put('restart', 'x');
    const { VersionId } = await remove('restart');
    await region.restart();
    expect(await faultOf(get('restart'))).toMatchObject({ name: 'NoSuchKey' });
    await remove('restart', VersionId);
    expect(await text('restart')).toBe('x');
  });
});
