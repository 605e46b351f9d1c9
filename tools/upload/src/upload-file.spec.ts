import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GatewayClient } from './gateway-client';
import { uploadFile } from './upload-file';

const PART = 1_000;

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, unknown>>;
}

let folder: string;
let server: Server;
let url: string;
let asked: Asked[];
/** What the gateway, and S3 behind `/put`, answer. */
let answer: (request: Asked) => { status?: number; headers?: Record<string, string>; body?: unknown };

beforeEach(async () => {
  asked = [];
  folder = await mkdtemp(join(tmpdir(), 'upload-'));
  server = createServer((request, response) => {
    void request.toArray().then((chunks: Buffer[]) => {
      const { method = '', url: path = '', headers } = request;
      const one = { method, path, headers, body: Buffer.concat(chunks) };
      asked.push(one);
      const { status = 200, headers: more = {}, body } = answer(one);
      response.writeHead(status, more).end(body === undefined ? '' : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true });
});

const signed = (path: string, length: number, number?: number) => ({
  method: 'PUT',
  url: `${url}${path}`,
  headers: { 'content-length': String(length) },
  ...(number === undefined ? {} : { number }),
});
const jsonOf = ({ body }: Asked) => JSON.parse(body.toString()) as Record<string, unknown>;
const calls = () => asked.map(({ method, path }) => `${method} ${path}`);

async function upload(content: Buffer, accelerated = false) {
  const path = join(folder, 'a.csv');
  await writeFile(path, content);
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new GatewayClient({ url, region: 'us-east-1', credentials });
  const progress: number[] = [];
  const sent = (bytes: number, of: number) => void progress.push(bytes / of);
  const uploaded = await uploadFile(client, { dataset: 'weather', path, accelerated }, { sent });
  return { uploaded, progress };
}

describe('a file that goes up in one request', () => {
  it('is announced with its length and its hash, sent as signed, and known by the version that S3 told', async () => {
    const content = Buffer.from('date\n2026-01-01\n');
    answer = ({ method, path }) => {
      if (path === '/uploads')
        return { status: 201, body: { id: 'U', key: 'k', kind: 'single', put: signed('/put', 16) } };
      if (method === 'PUT') return { headers: { 'x-amz-version-id': 'v/1' } };
      return { body: { fileId: 'F' } };
    };
    const { uploaded, progress } = await upload(content);
    expect(uploaded).toEqual({ uploadId: 'U', key: 'k', fileId: 'F' });
    expect(progress).toEqual([1]);
    expect(calls()).toEqual(['POST /uploads', 'PUT /put', 'GET /uploads/U?versionId=v%2F1']);
    expect(jsonOf(asked[0]!)).toEqual({
      dataset: 'weather',
      fileName: 'a.csv',
      size: 16,
      sha256: createHash('sha256').update(content).digest('hex'),
    });
    expect(asked[1]?.body).toEqual(content);
    expect(asked[0]?.headers['authorization']).toContain('/us-east-1/execute-api/aws4_request');
    expect(asked[1]?.headers['authorization']).toBeUndefined();
  });

  it('has no id where S3 told no version', async () => {
    answer = ({ path }) =>
      path === '/uploads' ? { body: { id: 'U', key: 'k', kind: 'single', put: signed('/put', 1) } } : {};
    expect((await upload(Buffer.from('x'))).uploaded).toEqual({ uploadId: 'U', key: 'k' });
  });

  it('that the gateway does not take says why, in its words', async () => {
    const faults = [{ path: 'body.fileName', message: 'It is "a.csv": rename the file.' }];
    answer = () => ({ status: 400, body: { title: 'No', detail: 'A file of "movies" ends in .json.', faults } });
    await expect(upload(Buffer.from('x'))).rejects.toMatchObject({
      name: 'GatewayRefused',
      status: 400,
      message:
        'POST /uploads was answered 400: A file of "movies" ends in .json.\n  body.fileName: It is "a.csv": rename the file.',
    });
  });
});

describe('a file that goes up in parts', () => {
  const content = Buffer.from(Array.from({ length: 5 * PART + 7 }, (_, at) => at % 251));
  const gateway: typeof answer = (request) => {
    const { method, path } = request;
    if (path === '/uploads') return { body: { id: 'U', key: 'k', kind: 'multipart', partBytes: PART } };
    if (path === '/uploads/U/parts') {
      const { parts } = jsonOf(request) as { parts: readonly { number: number }[] };
      return { body: { parts: parts.map(({ number }) => signed(`/put/${number}`, number === 6 ? 7 : PART, number)) } };
    }
    if (method === 'PUT') return { headers: { etag: `"${path.slice(5)}"` } };
    return { body: { fileId: 'F' } };
  };

  it('is sent whole, four parts at a time, and joined in their order', async () => {
    answer = gateway;
    const { uploaded, progress } = await upload(content, true);
    expect(uploaded).toEqual({ uploadId: 'U', key: 'k', fileId: 'F' });
    expect(progress.at(-1)).toBe(1);
    expect(progress).toHaveLength(6);
    const groups = asked.filter(({ path }) => path === '/uploads/U/parts').map(jsonOf);
    expect(groups.map(({ parts, accelerated }) => [(parts as object[]).length, accelerated])).toEqual([
      [4, true],
      [2, true],
    ]);
    const puts = asked.filter(({ method }) => method === 'PUT').sort((a, b) => a.path.localeCompare(b.path));
    expect(Buffer.concat(puts.map(({ body }) => body))).toEqual(content);
    const joined = jsonOf(asked.at(-1)!) as { parts: readonly { number: number; etag: string }[] };
    expect(joined.parts.map(({ number, etag }) => [number, etag])).toEqual(
      [1, 2, 3, 4, 5, 6].map((number) => [number, `"${number}"`]),
    );
  });

  it('is given up where S3 refuses a part: what it has of it would be paid for', async () => {
    answer = (request) => (request.path === '/put/3' ? { status: 400, body: 'no' } : gateway(request));
    await expect(upload(content)).rejects.toMatchObject({ name: 'PutRefused', status: 400 });
    expect(calls().slice(2, -1).sort()).toEqual(['PUT /put/1', 'PUT /put/2', 'PUT /put/3', 'PUT /put/4']);
    expect(calls().at(-1)).toBe('DELETE /uploads/U');
  });

  it('tells the first error, also where it can not even be given up', async () => {
    answer = (request) => {
      if (request.path === '/uploads/U/complete')
        return { status: 409, body: { detail: 'S3 does not join the parts.' } };
      return request.method === 'DELETE' ? { status: 500 } : gateway(request);
    };
    await expect(upload(content)).rejects.toThrow('was answered 409: S3 does not join the parts.');
    expect(calls().at(-1)).toBe('DELETE /uploads/U');
  });
});
