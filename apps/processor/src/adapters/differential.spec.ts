/**
 * @jest-environment ./src/testing/one-realm-environment.cjs
 */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { Item, RejectedRow } from '@pipeline/record-schema';
import { Agent } from 'node:https';
import { isTryAgain } from '../errors';
import type { RecordStore } from '../ports';
import {
  type ReceivedRequest,
  refuses,
  says,
  type Script,
  type ScriptedServer,
  scriptedServer,
} from '../testing/scripted-server';
import { selfSigned } from '../testing/self-signed';
import { dynamoDbRecords } from './dynamodb-records';
import { leanRecords } from './lean-records';
import { tableWire } from './wire/table-wire';

/**
 * Both adapters do the same calls to a server that answers, refuses, breaks and lies to the byte, and must come to the
 * same end: what was written, what stands in the way, or an error on which the call layer decides the same.
 */
const item: Item = {
  recordId: 'orders#1',
  timestamp: '2026-03-14T09:00:00.000Z',
  processingStatus: 'PROCESSED',
  statusShard: 'PROCESSED#3',
  payload: { name: 'Zoë "quoted"', total: 12.5, tags: ['a', null, true], nested: { deep: [{ er: -0.001 }] } },
  schemaVersion: 1,
  source: 'file:1',
  revision: '2026-03-14T09:00:00.000Z#file#0000000001#0001',
  contentHash: 'h'.repeat(22),
  originRegion: 'us-east-1',
  processedAt: 1_773_478_800_000,
};
const rejected: RejectedRow = {
  recordId: 'rejected#file#7',
  timestamp: '2026-03-14T09:00:00.000Z',
  processingStatus: 'REJECTED',
  statusShard: 'REJECTED#1',
  dataset: 'orders',
  fileId: 'file',
  ordinal: 7,
  offset: 1_234,
  line: 8,
  length: 3,
  faults: [{ code: 'field.type', path: 'total', message: 'total: expected a number' }],
  rawBytes: new Uint8Array([0, 255, 128]),
  originRegion: 'us-east-1',
  processedAt: 1_773_478_800_000,
  expiresAt: 1_800_000_000,
};

interface Adapters {
  readonly sdk: RecordStore;
  readonly lean: RecordStore;
  destroy(): void;
}
type Settings = ConstructorParameters<typeof DynamoDBClient>[0];

const TABLE = 'serverless-processed-data-prod';
const CREDENTIALS = { accessKeyId: 'AKID', secretAccessKey: 'SECRET', sessionToken: 'TOKEN/+=' };

/** As `awsClients` makes them, each over a client of its own: the clock's correction is no common state here. */
function adapters(settings: Settings, ca?: string): Adapters {
  const clients = [1, 2].map(
    () =>
      new DynamoDBClient({
        region: 'us-east-1',
        credentials: CREDENTIALS,
        maxAttempts: 1,
        requestHandler: new NodeHttpHandler({
          connectionTimeout: 500,
          requestTimeout: 5_000,
          throwOnRequestTimeout: true,
          httpAgent: { keepAlive: true, maxSockets: 4 },
          httpsAgent: new Agent({ keepAlive: true, maxSockets: 4, ...(ca === undefined ? {} : { ca }) }),
        }),
        ...settings,
      }),
  ) as [DynamoDBClient, DynamoDBClient];
  const reference = (client: DynamoDBClient) =>
    dynamoDbRecords(
      DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }),
      TABLE,
      8,
    );
  const wire = tableWire(clients[1], {
    maxConnections: 4,
    connectTimeoutMs: 500,
    ...(ca === undefined ? {} : { tls: { ca } }),
  });
  return {
    sdk: reference(clients[0]),
    lean: leanRecords(wire, TABLE, reference(clients[1])),
    destroy: () => clients.forEach((client) => client.destroy()),
  };
}

const retries = (milliseconds = 60_000) => ({ timeLeft: () => milliseconds, onRetry: () => undefined });

const writes: Readonly<Record<string, (records: RecordStore, timeLeft?: number) => Promise<unknown>>> = {
  put: (records, timeLeft) => records.put(item, retries(timeLeft)),
  renew: (records, timeLeft) => records.renew(item, retries(timeLeft)),
  putRejected: (records, timeLeft) => records.putRejected(rejected, retries(timeLeft)),
};

/** What a call came to, in what its caller decides by. */
async function outcomeOf(call: Promise<unknown>): Promise<unknown> {
  try {
    return { result: (await call) ?? null };
  } catch (error) {
    if (isTryAgain(error)) return { tryAgain: error.kind };
    const { name } = error as Error;
    // Of what is neither tried again nor refused only that is decided by.
    return ['RefuseRow', 'AccessDeniedException', 'ResourceNotFoundException'].includes(name)
      ? { name }
      : { name: 'other' };
  }
}

const resets: Script = (_, __, reset) => reset();
const ends: Script = (socket) => void socket.end();
const cutOff =
  (bytes: string): Script =>
  (socket) =>
    void socket.end(bytes);
const silent: Script = () => undefined;
const standing = {
  recordId: { S: 'orders#1' },
  revision: { S: '2026-03-15T09:00:00.000Z#other#0000000001#0001' },
  contentHash: { S: 'x'.repeat(22) },
  echo: { BOOL: true },
};
const html = '<html><body><h1>503 Service Temporarily Unavailable</h1></body></html>';

const scripts: readonly (readonly [string, Script, unknown])[] = [
  ['a success', says(200, '{}', { 'x-amz-crc32': '2745614147' }), { result: { written: true } }],
  ['a success without a checksum', says(200, '{}'), { result: { written: true } }],
  ['a failed condition', refuses(400, 'ConditionalCheckFailedException'), { result: { written: false } }],
  [
    'a failed condition with what stands in the way',
    refuses(400, 'ConditionalCheckFailedException', { Item: standing }),
    {
      result: {
        written: false,
        standing: { revision: standing.revision.S, contentHash: standing.contentHash.S, echo: true },
      },
    },
  ],
  [
    'a failed condition on an item of somebody else',
    refuses(400, 'ConditionalCheckFailedException', { Item: { recordId: { S: 'a' } } }),
    { result: { written: false, standing: {} } },
  ],
  ['an item that is not valid', refuses(400, 'ValidationException'), { name: 'RefuseRow' }],
  ['ProvisionedThroughputExceeded', refuses(400, 'ProvisionedThroughputExceededException'), { tryAgain: 'throttled' }],
  ['Throttling', refuses(400, 'ThrottlingException'), { tryAgain: 'throttled' }],
  ['RequestLimitExceeded', refuses(400, 'RequestLimitExceeded'), { tryAgain: 'throttled' }],
  ['LimitExceeded', refuses(400, 'LimitExceededException'), { tryAgain: 'throttled' }],
  ['TransactionInProgress', refuses(400, 'TransactionInProgressException'), { tryAgain: 'throttled' }],
  ['status 429', says(429, '{}'), { tryAgain: 'throttled' }],
  ['ReplicatedWriteConflict', refuses(400, 'ReplicatedWriteConflictException'), undefined],
  ['TransactionConflict', refuses(400, 'TransactionConflictException'), undefined],
  ['InternalServerError', refuses(500, 'InternalServerError'), { tryAgain: 'unavailable' }],
  ['ServiceUnavailable', refuses(503, 'ServiceUnavailable'), { tryAgain: 'unavailable' }],
  ['a status of 501', refuses(501, 'NotImplemented'), { tryAgain: 'unavailable' }],
  ['a status of 500 and no body', says(500, ''), { tryAgain: 'unavailable' }],
  ['a 503 of a load balancer', says(503, html, { 'content-type': 'text/html' }), { tryAgain: 'unavailable' }],
  ['a 504 of no JSON', says(504, 'upstream'), { tryAgain: 'unavailable' }],
  ['a 400 of no JSON', says(400, html), { name: 'other' }],
  ['a success of no JSON', says(200, html), { name: 'other' }],
  ['a redirection', says(301, '', { location: 'http://elsewhere/' }), { name: 'other' }],
  ['AccessDenied', refuses(400, 'AccessDeniedException'), { name: 'AccessDeniedException' }],
  ['no such table', refuses(400, 'ResourceNotFoundException'), { name: 'ResourceNotFoundException' }],
  ['an expired token', refuses(400, 'ExpiredTokenException'), { name: 'other' }],
  ['an unknown key', refuses(400, 'UnrecognizedClientException'), { name: 'other' }],
  ['an unknown error', says(400, '{}'), { name: 'other' }],
  ['an error by its header', says(400, '{}', { 'x-amzn-errortype': 'ThrottlingException:http://x/' }), undefined],
  ['an error by its code', says(400, '{"code":"ThrottlingException"}'), undefined],
  ['an error by a URI', says(400, '{"__type":"aws.x#ThrottlingException:http://x/,y"}'), undefined],
  ['Message with a capital', says(400, '{"__type":"x#ValidationException","Message":"no"}'), { name: 'RefuseRow' }],
  ['a reset', resets, { tryAgain: 'unavailable' }],
  ['an end without an answer', ends, { tryAgain: 'unavailable' }],
  ['half a head', cutOff('HTTP/1.1 200 OK\r\ncontent-le'), { tryAgain: 'unavailable' }],
  ['half a body', cutOff('HTTP/1.1 200 OK\r\ncontent-length: 200\r\n\r\n{'), undefined],
  [
    'a body in chunks',
    (socket) => void socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n'),
    { result: { written: true } },
  ],
  ['a body until the end', cutOff('HTTP/1.0 200 OK\r\n\r\n{}'), { result: { written: true } }],
  ['something else than HTTP', cutOff('SSH-2.0-OpenSSH_9.6\r\n\r\n'), { name: 'other' }],
];

describe.each(['http', 'https'])('over %s, both adapters', (scheme) => {
  let server: ScriptedServer;
  let both: Adapters;
  beforeAll(async () => {
    const tls = scheme === 'https' ? await selfSigned() : undefined;
    server = await scriptedServer(silent, tls ? { tls } : {});
    both = adapters({ endpoint: `${scheme}://127.0.0.1:${server.port}` }, tls?.cert);
  });
  afterAll(async () => {
    both.destroy();
    await server.close();
  });

  describe.each(scripts)('come to the same end by %s', (_, script, expected) => {
    it.each(Object.entries(writes))('of %s', async (name, write) => {
      server.script = script;
      const bySdk = await outcomeOf(write(both.sdk));
      expect(await outcomeOf(write(both.lean))).toEqual(bySdk);
      if (expected !== undefined && name !== 'putRejected') expect(bySdk).toEqual(expected);
    });
  });

  it.each(Object.entries(writes))('wait for the answer of %s no longer than there is time', async (_, write) => {
    server.script = silent;
    const [sdk, lean] = await Promise.all([outcomeOf(write(both.sdk, 50)), outcomeOf(write(both.lean, 50))]);
    expect([sdk, lean]).toEqual([{ tryAgain: 'unavailable' }, { tryAgain: 'unavailable' }]);
  });

  it.each(Object.entries(writes))('say the same by %s, signed with the same headers', async (_, write) => {
    server.script = says(200, '{}');
    await write(both.sdk);
    await write(both.lean);
    const [sdk, lean] = server.requests.slice(-2) as [ScriptedServer['requests'][0], ScriptedServer['requests'][0]];
    expect(lean.line).toBe(sdk.line);
    for (const header of ['host', 'content-type', 'x-amz-target', 'x-amz-security-token']) {
      expect([header, lean.headers.get(header)]).toEqual([header, sdk.headers.get(header)]);
    }
    expect(JSON.parse(lean.body)).toEqual(JSON.parse(sdk.body));
  });

  it('send each write once, and keep the connection for the next', async () => {
    server.script = says(200, '{}');
    await both.lean.put(item, retries());
    const [requests, connections] = [server.requests.length, server.connections()];
    for (let times = 0; times < 5; times += 1) await both.lean.put(item, retries());
    expect(server.requests).toHaveLength(requests + 5);
    expect(server.connections()).toBe(connections);
    server.script = refuses(500, 'InternalServerError');
    await outcomeOf(both.lean.put(item, retries()));
    expect(server.requests).toHaveLength(requests + 6);
  });
});

/** What a test has opened, closed after it whatever came of it. */
const opened: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});
const served = async (...settings: Parameters<typeof scriptedServer>) => {
  const server = await scriptedServer(...settings);
  opened.push(() => server.close());
  return server;
};
const used = (settings: Settings) => {
  const both = adapters(settings);
  opened.push(() => both.destroy());
  return both;
};

describe('an answer that was changed on its way', () => {
  it('is tried again by the lean adapter; the SDK does not look', async () => {
    const server = await served(says(200, '{}', { 'x-amz-crc32': '1' }));
    const both = used({ endpoint: `http://127.0.0.1:${server.port}` });
    expect(await outcomeOf(both.lean.put(item, retries()))).toEqual({ tryAgain: 'unavailable' });
    expect(await outcomeOf(both.sdk.put(item, retries()))).toEqual({ result: { written: true } });
  });
});

describe('a clock that is wrong', () => {
  const TEN_MINUTES = 600_000;
  const stampOf = ({ headers }: ReceivedRequest) =>
    Date.parse((headers.get('x-amz-date') ?? '').replace(/^(....)(..)(..T..)(..)/, '$1-$2-$3:$4:'));

  it.each([-TEN_MINUTES, TEN_MINUTES])('is corrected by %i ms for the next try', async (skew) => {
    const server = await served((socket, request, reset) => {
      const now = Date.now() + skew;
      const date = { date: new Date(now).toUTCString() };
      const right = Math.abs(stampOf(request) - now) < 300_000;
      (right ? says(200, '{}', date) : refuses(400, 'InvalidSignatureException', {}, date))(socket, request, reset);
    });
    const both = used({ endpoint: `http://127.0.0.1:${server.port}` });
    for (const records of [both.sdk, both.lean]) {
      expect(await outcomeOf(records.put(item, retries()))).toEqual({ tryAgain: 'unavailable' });
      expect(await outcomeOf(records.put(item, retries()))).toEqual({ result: { written: true } });
    }
  });

  it('is not taken for the reason of a refusal that has another', async () => {
    const date = { date: new Date().toUTCString() };
    const server = await served(refuses(400, 'AccessDeniedException', {}, date));
    const both = used({ endpoint: `http://127.0.0.1:${server.port}` });
    for (const records of [both.sdk, both.lean]) {
      expect(await outcomeOf(records.put(item, retries()))).toEqual({ name: 'AccessDeniedException' });
    }
  });
});

describe('credentials', () => {
  it('that are about to expire are renewed, and signed with from then on', async () => {
    const server = await served(says(200, '{}'));
    const begun = Date.now();
    const ofTurn = () => {
      let asked = 0;
      return async () => ({
        accessKeyId: `AKID${(asked += 1)}`,
        secretAccessKey: 'SECRET',
        expiration: new Date(begun + asked * 3_600_000),
      });
    };
    const endpoint = `http://127.0.0.1:${server.port}`;
    for (const adapter of ['sdk', 'lean'] as const) {
      const records = used({ endpoint, credentials: ofTurn() })[adapter];
      const clock = jest.spyOn(Date, 'now').mockReturnValue(begun);
      await records.put(item, retries());
      // The SDK renews five minutes before the end.
      clock.mockReturnValue(begun + 3_400_000);
      for (let times = 0; times < 2; times += 1) await records.put(item, retries());
      clock.mockRestore();
    }
    const keys = server.requests.map(({ headers }) => /Credential=(\w+)/.exec(headers.get('authorization') ?? '')?.[1]);
    expect(keys.slice(0, 3)).toEqual(['AKID1', 'AKID2', 'AKID2']);
    expect(keys.slice(3)).toEqual(keys.slice(0, 3));
  });

  it('that nobody gives fail both alike', async () => {
    const credentials = async () => Promise.reject(new Error('no credentials'));
    const both = used({ endpoint: 'http://127.0.0.1:1', credentials });
    expect(await outcomeOf(both.sdk.put(item, retries()))).toEqual({ name: 'other' });
    expect(await outcomeOf(both.lean.put(item, retries()))).toEqual({ name: 'other' });
  });
});

describe('over IPv6', () => {
  it('both adapters write', async () => {
    const server = await served(says(200, '{}'), { host: '::1' });
    const both = used({ endpoint: `http://[::1]:${server.port}` });
    expect(await outcomeOf(both.sdk.put(item, retries()))).toEqual({ result: { written: true } });
    expect(await outcomeOf(both.lean.put(item, retries()))).toEqual({ result: { written: true } });
  });
});

describe('where there is nobody', () => {
  it.each([
    ['no listener', 'http://127.0.0.1:1'],
    ['no such host', 'http://dynamodb.us-east-1.invalid'],
  ])('both adapters ask to be called again: %s', async (_, endpoint) => {
    const both = used({ endpoint });
    expect(await outcomeOf(both.sdk.put(item, retries()))).toEqual({ tryAgain: 'unavailable' });
    expect(await outcomeOf(both.lean.put(item, retries()))).toEqual({ tryAgain: 'unavailable' });
  });

  it('both refuse a certificate that nobody vouches for', async () => {
    const server = await served(says(200, '{}'), { tls: await selfSigned() });
    const both = used({ endpoint: `https://127.0.0.1:${server.port}` });
    expect(await outcomeOf(both.sdk.put(item, retries()))).toEqual({ name: 'other' });
    expect(await outcomeOf(both.lean.put(item, retries()))).toEqual({ name: 'other' });
    expect(server.requests).toEqual([]);
  });
});
