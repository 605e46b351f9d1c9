import { join } from 'node:path';
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import { GatewayClient, uploadFile, waitForFile } from '@pipeline/upload';
import { type CloudUnderTest, startCloudUnderTest } from './run-cloud';

const DATA = join(__dirname, '..', '..', '..', 'node_modules/vega-datasets/data');
const SHA256 = 'ab'.repeat(32);
const CRC = 'AAAAAAAAAAA=';
const quiet = { sent: () => undefined };

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required: boolean;
  readonly schema: { readonly type: string };
}
interface Operation {
  readonly operationId: string;
  readonly security?: readonly unknown[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: {
    readonly content: { readonly 'application/json': { readonly schema: { readonly required: readonly string[] } } };
  };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: object }>> }>
  >;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: object;
}
type Call = readonly [path: string, body?: unknown];

let cloud: CloudUnderTest;
let client: GatewayClient;
let api: string;
let document: Document;
let operations: readonly (Operation & { readonly method: string; readonly path: string })[];
let fileId: string;
/** A request of each operation that fits its description. */
let valid: Readonly<Record<string, readonly Call[]>>;

beforeAll(async () => {
  cloud = await startCloudUnderTest();
  api = cloud.region('us-east-1').address.api;
  client = new GatewayClient({
    url: api,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  document = await client.call<Document>('GET', '/openapi.json');
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
  );
  const send = async (dataset: string, name: string) => {
    const { fileId: id = '' } = await uploadFile(
      client,
      { dataset, path: join(DATA, name), accelerated: false },
      quiet,
    );
    return waitForFile(client, id, 120_000, 200);
  };
  const [movies, weather] = [await send('movies', 'movies.json'), await send('weather', 'seattle-weather.csv')];
  expect([movies?.status, weather?.status]).toEqual(['COMPLETED_WITH_REJECTS', 'COMPLETED']);
  fileId = movies?.id ?? '';

  const upload = { dataset: 'weather', fileName: 'a.csv', size: 10, sha256: SHA256 };
  const begin = async (size: number) => (await client.call<{ id: string }>('POST', '/uploads', { ...upload, size })).id;
  const [single, parts, given] = [await begin(10), await begin(101_000_000), await begin(101_000_000)];
  valid = {
    health: [['/health']],
    describe: [['/openapi.json']],
    createUpload: [
      ['/uploads', upload],
      ['/uploads', { ...upload, size: 200_000_000 }],
    ],
    getUpload: [[`/uploads/${single}`], [`/uploads/${single}?versionId=v1`], [`/uploads/${parts}`]],
    signParts: [[`/uploads/${parts}/parts`, { parts: [{ number: 1, crc64nvme: CRC }] }]],
    completeUpload: [
      [
        `/uploads/${parts}/complete`,
        { crc64nvme: CRC, parts: [1, 2, 3, 4].map((number) => ({ number, etag: 'a'.repeat(32), crc64nvme: CRC })) },
      ],
    ],
    abortUpload: [[`/uploads/${given}`]],
    listFiles: [
      ['/files?status=COMPLETED'],
      ['/files?status=COMPLETED_WITH_REJECTS&dataset=movies&from=2020-01-01T00:00:00Z&limit=1'],
      ['/files?status=FAILED&to=2020-01-01T00:00:00Z'],
    ],
    getFile: [[`/files/${fileId}`]],
    listRejects: [[`/files/${fileId}/rejects`], [`/files/${fileId}/rejects?format=file&limit=3`]],
    listRecords: [
      ['/records?status=PROCESSED&dataset=weather&limit=100'],
      ['/records?status=REJECTED'],
      ['/records?status=RESOLVED'],
    ],
  };
}, 180_000);
afterAll(() => cloud.stop());

const validators = new Map<string, ValidateFunction>();
/** Checks that an answer is one that the document has. @returns its status and text */
async function conforms(operation: Operation, response: Response): Promise<{ status: number; text: string }> {
  const documented = operation.responses[response.status];
  const text = await response.text();
  expect([operation.operationId, response.status, text, documented === undefined]).toEqual([
    operation.operationId,
    response.status,
    text,
    false,
  ]);
  if (documented?.content === undefined) return { status: response.status, text };
  const type = (response.headers.get('content-type') ?? '').split(';')[0] ?? '';
  expect(Object.keys(documented.content)).toContain(type);
  const schema = documented.content[type]?.schema;
  if (schema && type.endsWith('json') && type !== 'application/x-ndjson') {
    const key = JSON.stringify(schema);
    const validate =
      validators.get(key) ??
      new Ajv2020({ strict: false, validateFormats: false }).compile({ ...schema, components: document.components });
    validators.set(key, validate);
    validate(JSON.parse(text));
    expect(validate.errors ?? []).toEqual([]);
  }
  return { status: response.status, text };
}
const statusFor = (path: string) => (path === '/records' ? 'REJECTED' : 'FAILED');
const filled = (path: string) =>
  path.replace('{id}', path.startsWith('/files') ? fileId : '01HZZZZZZZZZZZZZZZZZZZZZZZ');

describe('the gateway answers as its own document says', () => {
  it('to a request of each operation that fits', async () => {
    for (const operation of operations) {
      const calls = valid[operation.operationId] ?? [];
      expect([operation.operationId, calls.length > 0]).toEqual([operation.operationId, true]);
      for (const [path, body] of calls) {
        const { status } = await conforms(operation, await client.send(operation.method, path, body));
        // The parts that were to be joined were never sent: S3 refuses them.
        expect([path, status]).toEqual([path, operation.operationId === 'completeUpload' ? 409 : expect.any(Number)]);
        if (operation.operationId !== 'completeUpload') expect(status).toBeLessThan(300);
      }
    }
  });

  it('to every parameter that does not fit, naming it', async () => {
    for (const operation of operations) {
      for (const { name, in: where, required } of operation.parameters) {
        const others = operation.parameters
          .filter((other) => other.in === 'query' && other.required && other.name !== name)
          .map((other) => `${other.name}=${other.name === 'status' ? statusFor(operation.path) : ''}`);
        const [, body] = valid[operation.operationId]?.[0] ?? [];
        const ask = async (path: string) => {
          const { status, text } = await conforms(operation, await client.send(operation.method, path, body));
          expect([operation.operationId, name, status]).toEqual([operation.operationId, name, 400]);
          expect(JSON.parse(text).faults[0].path).toBe(`${where}.${name}`);
        };
        if (where === 'path') {
          const query = operation.parameters.some((other) => other.in === 'query' && other.required)
            ? `?status=${statusFor(operation.path)}`
            : '';
          await ask(`${operation.path.replace(`{${name}}`, 'no')}${query}`);
        } else {
          await ask(`${filled(operation.path)}?${[...others, `${name}=%0A`].join('&')}`);
          if (required) await ask(`${filled(operation.path)}?${others.join('&')}`);
        }
      }
    }
  });

  it('to a body without each of its members, naming it', async () => {
    for (const operation of operations.filter(({ requestBody }) => requestBody)) {
      const [path, body] = valid[operation.operationId]?.[0] ?? ['', {}];
      for (const member of operation.requestBody?.content['application/json'].schema.required ?? []) {
        const { [member]: _, ...without } = body as Record<string, unknown>;
        const { status, text } = await conforms(operation, await client.send(operation.method, path, without));
        expect([status, JSON.parse(text).faults[0].path]).toEqual([400, `body.${member}`]);
      }
    }
  });

  it('to who asks for what is not there', async () => {
    for (const operation of operations.filter(
      ({ path, operationId }) => path.includes('{id}') && operationId !== 'listFiles',
    )) {
      const id = operation.path.startsWith('/files') ? 'A'.repeat(22) : '01HZZZZZZZZZZZZZZZZZZZZZZZ';
      const [, body] = valid[operation.operationId]?.[0] ?? [];
      const { status } = await conforms(
        operation,
        await client.send(operation.method, operation.path.replace('{id}', id), body),
      );
      expect([operation.operationId, status]).toEqual([operation.operationId, 404]);
    }
  });

  it('to who has not signed: nothing, but for the health of the region', async () => {
    for (const operation of operations) {
      const open = operation.security?.length === 0;
      const { status } = await conforms(
        operation,
        await fetch(`${api}${filled(operation.path)}`, { method: operation.method }),
      );
      expect([operation.operationId, status]).toEqual([operation.operationId, open ? 200 : 403]);
    }
  });
});

describe('a listing', () => {
  it('shows every record once, in the order of time, whatever the pages', async () => {
    const question = 'status=PROCESSED&dataset=weather&from=2012-01-01T00:00:00Z&to=2013-01-01T00:00:00Z&limit=70';
    const shown: { recordId: string; timestamp: string }[] = [];
    for (let cursor = ''; ;) {
      const page = await client.call<{ records: typeof shown; next?: string }>('GET', `/records?${question}${cursor}`);
      shown.push(...page.records);
      if (page.next === undefined) break;
      cursor = `&cursor=${page.next}`;
    }
    const times = shown.map(({ timestamp }) => timestamp);
    expect(times).toEqual([...times].sort());
    // One place, a record a day of a leap year.
    expect(new Set(times).size).toBe(366);
    expect(shown).toHaveLength(366);
  });

  it('of rejected rows is the file again, with what is wrong in each row', async () => {
    const response = await client.send('GET', `/files/${fileId}/rejects?format=file&limit=4`);
    const first = (await response.json()) as Record<string, unknown>[];
    expect(first).toHaveLength(4);
    for (const row of first)
      expect(row).toEqual(expect.objectContaining({ pipeline_fault: expect.stringMatching(/^Title: expected/) }));
    const next = /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1] ?? '';
    const rest = await client.send('GET', next);
    expect((await rest.json()) as unknown[]).not.toContainEqual(first[0]);
  });
});

describe('a signed URL', () => {
  it('takes the bytes that were announced, once, and no others', async () => {
    const bytes = 'date,precipitation,temp_max,temp_min,wind,weather\n';
    const { createHash } = await import('node:crypto');
    const { put } = await client.call<{ put: { url: string; headers: Record<string, string> } }>('POST', '/uploads', {
      dataset: 'weather',
      fileName: 'head.csv',
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
    const { 'content-length': _, ...headers } = put.headers;
    const send = async (body: string) => (await fetch(put.url, { method: 'PUT', headers, body })).status;
    expect(await send(bytes.toUpperCase())).toBe(400);
    expect(await send(bytes)).toBe(200);
    expect(await send(bytes)).toBe(412);
  });
});
