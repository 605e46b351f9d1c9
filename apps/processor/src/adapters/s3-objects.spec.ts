import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { S3Client } from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { RefuseFile, RetryMessage, TryAgain } from '../errors';
import { type Script, type ScriptedServer, scriptedServer } from '../testing/scripted-server';
import { s3Objects } from './s3-objects';

/** The head of an object of ten bytes, and its first five. */
const half: Script = (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\netag: "e"\r\n\r\nhello');

describe('a transfer that stops in the middle', () => {
  let server: ScriptedServer;
  let client: S3Client;
  beforeAll(async () => {
    server = await scriptedServer(half);
    client = new S3Client({
      region: 'us-east-1',
      endpoint: `http://127.0.0.1:${server.port}`,
      forcePathStyle: true,
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      maxAttempts: 1,
      requestHandler: new NodeHttpHandler({ throwOnRequestTimeout: true }),
    });
  });
  afterAll(async () => {
    client.destroy();
    await server.close();
  });

  it('is waited for no longer than the invocation has time, and may be taken up again', async () => {
    const retries = { timeLeft: () => 300, onRetry: () => undefined };
    const object = await s3Objects(client).open({ bucket: 'b', key: 'k' }, 0, retries);
    const read: string[] = [];
    const transfer = async () => {
      for await (const chunk of object.chunks) read.push(Buffer.from(chunk).toString());
    };
    const end = await Promise.race([
      transfer().catch((error: unknown) => error),
      sleep(4_000, 'it waits on', { ref: false }),
    ]);
    expect(read).toEqual(['hello']);
    expect(end).toMatchObject({ name: 'TryAgain', kind: 'unavailable' });
  });
});

const ADDRESS = { bucket: 'b', key: 'incoming/weather/a.csv', versionId: 'v1' };
const leaving = (milliseconds: number) => ({ timeLeft: () => milliseconds, onRetry: () => undefined });
const answering = (answer: object) =>
  s3Objects({ send: () => Promise.resolve({ LastModified: new Date(0), ...answer }) } as unknown as S3Client);
const failing = (error: object) =>
  s3Objects({ send: () => Promise.reject(Object.assign(new Error('no'), error)) } as unknown as S3Client);

it('a transfer waits for a reader that takes longer than it may be silent itself', async () => {
  const Body = Readable.from([Buffer.from('01'), Buffer.from('23')]);
  const { chunks } = await answering({ Body }).open(ADDRESS, 0, leaving(40));
  let text = '';
  for await (const chunk of chunks) {
    text += Buffer.from(chunk).toString();
    await sleep(80);
  }
  expect(text).toBe('0123');
});

describe('an object that is opened', () => {
  it('has its whole size, also where it is read from a byte on', async () => {
    const opened = await answering({ ContentLength: 5, ContentRange: 'bytes 5-9/10' }).open(ADDRESS, 5, leaving(1_000));
    expect(opened.size).toBe(10);
  });

  it.each([404, 405, 412])('is gone for good where S3 answers %d', async (httpStatusCode) => {
    await expect(failing({ $metadata: { httpStatusCode } }).open(ADDRESS, 0, leaving(1_000))).rejects.toThrow(
      RefuseFile,
    );
  });

  it('comes again where S3 refuses it: somebody will mend the permission', async () => {
    const forbidden = failing({ $metadata: { httpStatusCode: 403 } });
    await expect(forbidden.open(ADDRESS, 0, leaving(1_000))).rejects.toThrow(RetryMessage);
  });

  it('is tried again where the server fails', async () => {
    const broken = failing({ $metadata: { httpStatusCode: 503 } });
    await expect(broken.open(ADDRESS, 0, leaving(1_000))).rejects.toThrow(TryAgain);
  });
});
