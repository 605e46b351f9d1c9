import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { verifyHeader } from '../http/header-signature';
import { readSignatureScope } from '../http/signature-scope';
import { type Served, serve } from '../http/testing/serve';
import { SECRET_ACCESS_KEY } from '../lambda/function-variables';
import { BlobStore } from './blob-store';
import { fetchFromElsewhere } from './copy-from-elsewhere';
import type { S3Context, S3Request } from './operation';

const KEY = "incoming/it's (1) ä+b.csv";

describe('the source of a copy in another region', () => {
  const directory = mkdtempSync(join(tmpdir(), 'copy-from-elsewhere-'));
  const blobs = new BlobStore(directory);
  let server: Served;
  let asked: IncomingMessage | undefined;
  let answer: RequestListener;
  beforeAll(async () => {
    server = await serve(
      createServer((message, response) => {
        asked = message;
        answer(message, response);
      }),
    );
  });
  afterAll(async () => {
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  const fetchVersion = (versionId: string | null, bucketName = 'theirs') => {
    const elsewhere = (name: string) => (name === 'theirs' ? { region: 'us-west-2', endpoint: server.url } : undefined);
    const request = { http: { accessKeyId: 'ASIACALLER' }, bucketName, key: KEY };
    return fetchFromElsewhere({ blobs, elsewhere } as unknown as S3Context, request as S3Request, versionId);
  };

  it.each([null, 'a+b/c='])(
    'is asked for in the caller’s name, signed for its region (version %s)',
    async (version) => {
      answer = (_, response) => void response.end('content');
      await fetchVersion(version);
      const { method = '', url = '', headers } = asked ?? ({ headers: {} } as IncomingMessage);
      const [path = '', query = ''] = url.split('?');
      expect(decodeURIComponent(path)).toBe(`/theirs/${KEY}`);
      expect(new URLSearchParams(query).get('versionId')).toBe(version);
      expect(readSignatureScope(headers, new URLSearchParams(query), Date.now())).toMatchObject({
        accessKeyId: 'ASIACALLER',
        region: 'us-west-2',
      });
      const verify = () =>
        verifyHeader({ method, path, query, headers }, Buffer.alloc(0), 's3', SECRET_ACCESS_KEY, Date.now());
      expect(verify).not.toThrow();
    },
  );

  it('is a blob here, with its size and its MD5', async () => {
    answer = (_, response) => void response.end('content');
    const { blob, size, md5 } = await fetchVersion(null);
    expect([size, md5]).toEqual([7, '9a0364b9e99bb480dd25e1f0284c8555']);
    expect(await text(blobs.read([blob], 0, size))).toBe('content');
  });

  it('that is not there, or that the caller may not read, is a fault', async () => {
    const codes: string[] = [];
    for (const status of [404, 403]) {
      answer = (_, response) => void response.writeHead(status).end();
      await fetchVersion('v').catch(({ code }: { code: string }) => codes.push(code));
    }
    await fetchVersion(null, 'nobody’s').catch(({ code }: { code: string }) => codes.push(code));
    expect(codes).toEqual(['NoSuchVersion', 'AccessDenied', 'NoSuchBucket']);
  });

  it('that breaks off breaks the copy', async () => {
    answer = (_, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('half', () => response.destroy());
    };
    await expect(fetchVersion(null)).rejects.toThrow();
  });
});
