import { setTimeout as sleep } from 'node:timers/promises';
import { S3Client } from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';
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
