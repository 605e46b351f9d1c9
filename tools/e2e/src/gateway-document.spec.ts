import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type GatewayClient, uploadFile, waitForFile } from '@pipeline/upload';
import { type ApiDocument, type Judge, judgeBy, type Operation, operationsOf } from './api-document';
import { driveSentinels } from './drive-sentinel';
import { gatewayOf } from './gateway-of';
import { type CloudUnderTest, startCloudUnderTest } from './run-cloud';

jest.setTimeout(120_000);

const WORKSPACE = join(__dirname, '..', '..', '..');
const SHA256 = 'ab'.repeat(32);
const CRC = 'AAAAAAAAAAA=';
const NO_UPLOAD = '01HZZZZZZZZZZZZZZZZZZZZZZZ';
const NO_FILE = 'A'.repeat(22);
const TEBIBYTE = 1_024 ** 4;
const quiet = { sent: () => undefined };

/** A CSV of days, of which every fifth is refused. */
const days = (count: number): string =>
  Array.from({ length: count }, (_, at) => {
    const day = String(at + 1).padStart(2, '0');
    return `2026-01-${day},0.0,12.8,5.0,${at % 5 === 0 ? 'calm' : '4.7'},drizzle\n`;
  }).reduce((file, row) => file + row, 'date,precipitation,temp_max,temp_min,wind,weather\n');

type Call = readonly [path: string, body?: object];

let cloud: CloudUnderTest;
let client: GatewayClient;
let api: string;
let operations: readonly Operation[];
let judge: Judge['judge'];
let seen: Judge['seen'];
let fileId: string;
/** Uploads that were asked for: in one request, and in parts. */
let single: string;
let parts: string;
/** Requests of each operation that fit its description, and that every one of its parameters is in. */
let valid: Readonly<Record<string, readonly Call[]>>;

beforeAll(async () => {
  cloud = await startCloudUnderTest();
  api = cloud.region('us-east-1').address.api;
  client = gatewayOf(cloud);
  const document = await client.call<ApiDocument>('GET', '/openapi.json');
  operations = operationsOf(document);
  ({ judge, seen } = judgeBy(document));
  const path = join(cloud.folder, 'days.csv');
  await writeFile(path, days(30));
  fileId = (await uploadFile(client, { dataset: 'weather', path, accelerated: false }, quiet)).fileId ?? '';
  expect(await waitForFile(client, fileId, 60_000, 200)).toMatchObject({ status: 'COMPLETED_WITH_REJECTS' });

  const upload = { dataset: 'weather', fileName: 'a.csv', size: 10, sha256: SHA256 };
  const begin = async (size: number) => (await client.call<{ id: string }>('POST', '/uploads', { ...upload, size })).id;
  single = await begin(10);
  parts = await begin(101_000_000);
  const given = await begin(101_000_000);
  const cursorOf = async (path: string) => (await client.call<{ next?: string }>('GET', path)).next ?? '';
  const window = 'dataset=weather&from=1900-01-01T00:00:00Z&to=2100-01-01T00:00:00%2B02:00&limit=1';
  const [files, records] = [`/files?status=COMPLETED_WITH_REJECTS&${window}`, `/records?status=PROCESSED&${window}`];
  const rejects = `/files/${fileId}/rejects?format=file&header=a,b&limit=3`;
  const link = (await client.send('GET', rejects)).headers.get('link') ?? '';
  valid = {
    health: [['/health']],
    describe: [['/openapi.json']],
    createUpload: [
      ['/uploads', upload],
      ['/uploads', { ...upload, size: 200_000_000, accelerated: true }],
    ],
    getUpload: [[`/uploads/${single}`], [`/uploads/${single}?versionId=v1`], [`/uploads/${parts}`]],
    signParts: [
      [`/uploads/${parts}/parts`, { parts: [{ number: 1, crc64nvme: CRC }] }],
      [`/uploads/${parts}/parts`, { parts: [4, 2].map((number) => ({ number, crc64nvme: CRC })), accelerated: false }],
    ],
    // The parts were never sent.
    completeUpload: [[`/uploads/${parts}/complete`, completion(4)]],
    abortUpload: [[`/uploads/${given}`], [`/uploads/${given}`]],
    listFiles: [
      ...['RECEIVED', 'PROCESSING', 'COMPLETED', 'FAILED'].map((status): Call => [`/files?status=${status}`]),
      [files],
      [`${files}&cursor=${await cursorOf(files)}`],
    ],
    getFile: [[`/files/${fileId}`]],
    listRejects: [[`/files/${fileId}/rejects`], [rejects], [/<([^>]+)>/.exec(link)?.[1] ?? '']],
    listRecords: [
      [records],
      [`${records}&cursor=${await cursorOf(records)}`],
      ['/records?status=REJECTED&limit=100'],
      ['/records?status=RESOLVED'],
    ],
  };
}, 120_000);
afterAll(() => cloud.stop());

const completion = (count: number) => ({
  crc64nvme: CRC,
  parts: Array.from({ length: count }, (_, at) => ({ number: at + 1, etag: 'a'.repeat(32), crc64nvme: CRC })),
});
const named = (operationId: string): Operation => {
  const operation = operations.find((one) => one.operationId === operationId);
  if (!operation) throw new Error(`The document has no ${operationId}.`);
  return operation;
};
const send = async (operation: Operation, path: string, body?: object) =>
  judge(operation, await client.send(operation.method, path, body));
const bodyOf = ({ operationId }: Operation) => valid[operationId]?.[0]?.[1];
const idOf = ({ path }: Operation) => (path.startsWith('/files') ? fileId : single);
const statusFor = ({ path }: Operation) => (path === '/records' ? 'REJECTED' : 'FAILED');
const problemOf = (text: string) => JSON.parse(text) as { type: string; faults: readonly { path: string }[] };

describe('the gateway answers as its own document says', () => {
  it('on the routes of the template, and on no others', async () => {
    const template = JSON.parse(
      await readFile(join(WORKSPACE, 'cdk.out/serverless-pipeline-prod.template.json'), 'utf8'),
    ) as { Resources: Record<string, { Type: string; Properties: { RouteKey?: string } }> };
    const routes = Object.values(template.Resources).flatMap(({ Type, Properties }) =>
      Type === 'AWS::ApiGatewayV2::Route' ? [Properties.RouteKey] : [],
    );
    expect(operations.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(routes.sort());
    const documented = new Set(routes);
    for (const { path } of operations) {
      for (const method of ['GET', 'PUT', 'POST', 'PATCH', 'DELETE', 'OPTIONS']) {
        if (documented.has(`${method} ${path}`)) continue;
        expect([method, path, (await client.send(method, path.replace('{id}', 'x'))).status]).toEqual([
          method,
          path,
          404,
        ]);
      }
    }
  });

  it('to requests of each operation that fit, with every parameter and member that it has', async () => {
    for (const operation of operations) {
      const calls = valid[operation.operationId] ?? [];
      const queries = calls.flatMap(([path]) => [...new URL(path, api).searchParams.keys()]);
      const given = [...queries, ...calls.flatMap(([, body]) => Object.keys(body ?? {}))];
      const taken = [
        ...operation.parameters.flatMap(({ in: where, name }) => (where === 'query' ? [name] : [])),
        ...Object.keys(operation.requestBody?.content['application/json'].schema.properties ?? {}),
      ];
      expect([operation.operationId, [...new Set(given)].sort()]).toEqual([operation.operationId, taken.sort()]);
      for (const [path, body] of calls) {
        const { status } = await send(operation, path, body);
        expect([path, status]).toEqual([
          path,
          operation.operationId === 'completeUpload' ? 409 : Number(Object.keys(operation.responses)[0]),
        ]);
      }
    }
  });

  it('to every parameter that does not fit, naming it', async () => {
    for (const operation of operations) {
      for (const { name, in: where, required } of operation.parameters) {
        const others = operation.parameters
          .filter((other) => other.in === 'query' && other.required && other.name !== name)
          .map((other) => `${other.name}=${statusFor(operation)}`);
        const refused = async (path: string) => {
          const { status, text } = await send(operation, path, bodyOf(operation));
          expect([operation.operationId, name, status]).toEqual([operation.operationId, name, 400]);
          expect(problemOf(text).faults.map((fault) => fault.path)).toEqual([`${where}.${name}`]);
        };
        if (where === 'path') {
          await refused(`${operation.path.replace(`{${name}}`, 'no')}?${others.join('&')}`);
          continue;
        }
        const path = operation.path.replace('{id}', idOf(operation));
        await refused(`${path}?${[...others, `${name}=%0A`].join('&')}`);
        await refused(`${path}?${[...others, `${name}=`].join('&')}`);
        if (required) await refused(`${path}?${others.join('&')}`);
      }
    }
  });

  it('to a cursor of another question', async () => {
    const cursor = new URL(valid['listRecords']?.[1]?.[0] ?? '', api).searchParams.get('cursor') ?? '';
    for (const [operationId, path] of [
      ['listRecords', '/records?status=PROCESSED'],
      ['listFiles', '/files?status=COMPLETED'],
      ['listRejects', `/files/${fileId}/rejects?`],
    ] as const) {
      const { status, text } = await send(named(operationId), `${path}&cursor=${cursor}`);
      expect([status, problemOf(text).type]).toEqual([400, 'urn:serverless-pipeline:problem:invalid-cursor']);
    }
  });

  it('to a body without each of its members, with one of them wrong, and to one that is no JSON', async () => {
    for (const operation of operations.filter(({ requestBody }) => requestBody)) {
      const [path = '', body] = valid[operation.operationId]?.[0] ?? [];
      const { required, properties } = operation.requestBody!.content['application/json'].schema;
      const refused = async (other: object, member: string) => {
        const { status, text } = await send(operation, path, other);
        expect([member, status, problemOf(text).faults[0]?.path]).toEqual([member, 400, `body.${member}`]);
      };
      for (const member of required) {
        const { [member]: _, ...without } = body as Record<string, unknown>;
        await refused(without, member);
      }
      for (const member of Object.keys(properties)) await refused({ ...body, [member]: { not: 'this' } }, member);
      const { status, text } = await send(operation, path, 'no object' as unknown as object);
      expect([status, problemOf(text).faults.length > 0]).toEqual([400, true]);
    }
  });

  it('to who asks for what is not there', async () => {
    for (const operation of operations.filter(({ path }) => path.includes('{id}'))) {
      const id = operation.path.startsWith('/files') ? NO_FILE : NO_UPLOAD;
      const { status } = await send(operation, operation.path.replace('{id}', id), bodyOf(operation));
      expect([operation.operationId, status]).toEqual([operation.operationId, 404]);
    }
  });

  it('to what can not be done as things are', async () => {
    const part = { parts: [{ number: 1, crc64nvme: CRC }] };
    const upload = { dataset: 'weather', fileName: 'a.csv', size: 10, sha256: SHA256 };
    for (const [operationId, path, body] of [
      // The endpoint of this machine is none that S3 could accelerate.
      ['createUpload', '/uploads', { ...upload, accelerated: true }],
      ['signParts', `/uploads/${parts}/parts`, { ...part, accelerated: true }],
      ['signParts', `/uploads/${single}/parts`, part],
      ['completeUpload', `/uploads/${single}/complete`, completion(1)],
      ['abortUpload', `/uploads/${single}`, undefined],
      // It was given up above.
      ['signParts', `${valid['abortUpload']?.[0]?.[0]}/parts`, part],
    ] as const) {
      expect([operationId, (await send(named(operationId), path, body)).status]).toEqual([operationId, 409]);
    }
  });

  it('to files that S3 does not take, and to requests that API Gateway does not', async () => {
    const upload = { dataset: 'weather', fileName: 'a.csv', size: 6 * TEBIBYTE, sha256: SHA256 };
    expect((await send(named('createUpload'), '/uploads', upload)).status).toBe(413);
    const large = { parts: 'x'.repeat(10 * 1_024 ** 2) };
    for (const operation of operations.filter(({ requestBody }) => requestBody)) {
      const path = operation.path.replace('{id}', parts);
      expect([operation.operationId, (await send(operation, path, large)).status]).toEqual([
        operation.operationId,
        413,
      ]);
    }
  });

  it('to who has not signed: nothing, but for the health of the region', async () => {
    for (const operation of operations) {
      const open = operation.security?.length === 0;
      const path = operation.path.replace('{id}', idOf(operation));
      const { status } = await judge(operation, await fetch(`${api}${path}`, { method: operation.method }));
      expect([operation.operationId, status]).toEqual([operation.operationId, open ? 200 : 403]);
    }
  });

  it('while the table is out: that it may be asked again', async () => {
    const sentinels = await driveSentinels(cloud);
    await sentinels.outage('us-east-1', { table: 'refuse' });
    for (const operation of operations.filter(({ operationId }) => operationId !== 'describe')) {
      const [path = '', body] = valid[operation.operationId]?.[0] ?? [];
      let answer = await client.send(operation.method, path, body);
      // What is known of the region's health serves for some seconds.
      while (operation.operationId === 'health' && answer.status === 200) {
        await sleep(200);
        answer = await client.send(operation.method, path);
      }
      const retryAfter = answer.headers.get('retry-after');
      const { status } = await judge(operation, answer);
      expect([operation.operationId, status]).toEqual([operation.operationId, 503]);
      if (operation.operationId !== 'health') expect(Number(retryAfter)).toBeGreaterThan(0);
    }
    await sentinels.outage('us-east-1', { table: 'none' });
  });

  it('to more requests than it takes', async () => {
    const someone = () => fetch(`${api}/files`).then((answer) => answer.body?.cancel());
    for (const operation of operations) {
      const path = `${api}${operation.path.replace('{id}', idOf(operation))}`;
      let answer: Response;
      do {
        const crowd = Array.from({ length: 100 }, someone);
        answer = await fetch(path, { method: operation.method });
        await Promise.all(crowd);
      } while (answer.status !== 429);
      await judge(operation, answer);
    }
  });

  it('and has seen every status that it documents, but for the faults that nobody can bring about', () => {
    const unseen = operations.flatMap((operation) =>
      Object.keys(operation.responses).flatMap((status) =>
        seen(operation).has(status) ? [] : [`${operation.operationId} ${status}`],
      ),
    );
    expect(unseen.filter((each) => !each.endsWith(' 500'))).toEqual([
      // It needs nothing that could be out.
      'describe 503',
      // The parts of large-upload.spec.ts are joined.
      'completeUpload 200',
    ]);
  });
});
