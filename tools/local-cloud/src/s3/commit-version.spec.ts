import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { GetObjectCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3';
import { bucketNamed, emptyDirectory, queueArn, queueNamed, RegionFixture } from '../http/region-fixture';

const Bucket = 'killed-bucket';
const description = {
  queues: [queueNamed('files')],
  buckets: [
    bucketNamed(Bucket, {
      notifications: [{ id: 'all', queueArn: queueArn('files'), events: ['s3:ObjectCreated:*'] }],
    }),
  ],
};

/** Runs the region in a process of its own, and prints where it listens. */
const REGION = `
  require('@swc-node/register');
  const { RegionFixture } = require(process.argv[1]);
  RegionFixture.start(JSON.parse(process.argv[2]), process.argv[3]).then((region) => console.log(region.endpoint));`;

interface S3Event {
  readonly Records?: readonly {
    readonly s3: { readonly object: { readonly key: string; readonly versionId: string } };
  }[];
}

describe('a region that is killed while objects are put', () => {
  const cleanups: (() => unknown)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0)) await cleanup();
  });

  it('has every acknowledged object with its message, and no message without its object', async () => {
    const dir = emptyDirectory();
    const fixture = join(__dirname, '../http/region-fixture.ts');
    const child = spawn(process.execPath, ['-e', REGION, fixture, JSON.stringify(description), dir], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    cleanups.push(() => child.kill('SIGKILL'));
    const [endpoint] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
    const acknowledged = new Map<string, string>();
    const writer = async (name: string) => {
      for (let at = 0; ; at += 1) {
        const key = `${name}-${at}`;
        const answer = await fetch(`${endpoint}/${Bucket}/${key}`, { method: 'PUT', body: `content of ${key}` });
        acknowledged.set(key, answer.headers.get('x-amz-version-id') ?? '');
        if (acknowledged.size === 150) child.kill('SIGKILL');
      }
    };
    await Promise.allSettled(['a', 'b', 'c', 'd', 'e', 'f'].map(writer));
    if (child.signalCode === null) await once(child, 'exit');
    expect(child.signalCode).toBe('SIGKILL');
    expect(acknowledged.size).toBeGreaterThanOrEqual(150);

    const region = await RegionFixture.start(description, dir);
    const s3 = region.s3();
    cleanups.push(
      () => s3.destroy(),
      () => region.stop(),
    );
    const told = new Map<string, string>();
    for (;;) {
      const messages = await region.sqsService.queue('files').receive({ max: 100 });
      if (messages.length === 0) break;
      for (const { object } of messages
        .flatMap(({ body }) => (JSON.parse(body) as S3Event).Records ?? [])
        .map(({ s3 }) => s3)) {
        expect(told.has(object.key)).toBe(false);
        told.set(object.key, object.versionId);
      }
    }
    const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
    expect(new Map(Versions.map(({ Key, VersionId }) => [Key, VersionId]))).toEqual(told);
    expect([...told]).toEqual(expect.arrayContaining([...acknowledged]));
    for (const [Key, VersionId] of told) {
      const found = await s3.send(new GetObjectCommand({ Bucket, Key, VersionId }));
      expect(await found.Body!.transformToString()).toBe(`content of ${Key}`);
    }
  });
});
