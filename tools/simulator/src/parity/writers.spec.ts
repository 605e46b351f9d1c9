import { ScanCommand, type ScanCommandOutput } from '@aws-sdk/client-dynamodb';
import { awsClients, awsPorts, type AwsParts, type RecordStore } from '@pipeline/processor';
import { type Item, numberOf, type RejectedRow } from '@pipeline/record-schema';
import * as fc from 'fast-check';
import { type LocalServices, startLocalServices, TABLE } from './local-services';
import { canonical, outcomeOf } from './outcome-of';

const NOW = Date.parse('2026-03-14T09:00:00.000Z');
const writers = ['sdk', 'lean'] as const;
type Writer = (typeof writers)[number];

const retries = { timeLeft: () => 60_000, onRetry: () => undefined };
const variables = { AWS_ACCESS_KEY_ID: 'operator', AWS_SECRET_ACCESS_KEY: 'none', AWS_SESSION_TOKEN: 'token/+=' };

let local: LocalServices;
let stores: Record<Writer, RecordStore>;
let close: () => void;
const before = { ...process.env };
beforeAll(async () => {
  local = await startLocalServices(NOW);
  const endpoint = new URL(local.queueUrl('')).origin;
  Object.assign(process.env, variables, { AWS_ENDPOINT_URL: endpoint });
  const clients = awsClients('us-east-1', 8);
  close = () => Object.values(clients).forEach((client) => 'destroy' in client && client.destroy());
  const environment = { TABLE_NAME: TABLE, STATUS_SHARDS: 4 };
  const of = (WRITER: Writer) =>
    awsPorts({ clients, environment: { ...environment, WRITER } } as unknown as AwsParts).records;
  stores = { sdk: of('sdk'), lean: of('lean') };
});
afterAll(async () => {
  close();
  process.env = before;
  await local.stop();
});

const payloadValue = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string({ unit: 'grapheme', maxLength: 20 }),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e100, max: 1e100 }).map((n) => Math.round(n * 1e6) / 1e6),
    fc.stringMatching(/^-?[1-9]\d{16,36}$/).map((text) => numberOf(text)),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.stringMatching(/^[a-zA-Zä-ü"\\ ]{1,8}$/), tie('value'), { maxKeys: 3 }),
  ),
})).value;

/** Of few keys and revisions, so that they meet. */
const write = fc.record({
  operation: fc.constantFrom('put', 'put', 'put', 'renew', 'putRejected', 'rejectedRow', 'resolve'),
  key: fc.constantFrom('1', '2', '3', ''),
  revision: fc.constantFrom('a', 'b', 'c', 'd'),
  contentHash: fc.constantFrom('one', 'other'),
  payload: fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), payloadValue, { maxKeys: 4 }),
  raw: fc.oneof(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.uint8Array({ maxLength: 30 })),
});
type Write = typeof write extends fc.Arbitrary<infer A> ? A : never;

function perform(records: RecordStore, prefix: string, { operation, key, revision, contentHash, payload, raw }: Write) {
  // An empty key is what DynamoDB refuses.
  const recordId = key === '' ? '' : `${prefix}#${key}`;
  const timestamp = '2026-03-14T09:00:00.000Z';
  const item = {
    ...{ recordId, timestamp, processingStatus: 'PROCESSED', statusShard: 'PROCESSED#1', payload, schemaVersion: 1 },
    ...{ source: `file:${revision}`, revision, contentHash, originRegion: 'us-east-1', processedAt: NOW },
  } as unknown as Item;
  const rejectedKey = { recordId: recordId && `rejected#${recordId}`, timestamp };
  if (operation === 'put') return records.put(item, retries);
  if (operation === 'renew') return records.renew(item, retries);
  if (operation === 'rejectedRow') return records.rejectedRow(rejectedKey, retries);
  if (operation === 'resolve') return records.resolve(rejectedKey, 'somebody', NOW, retries);
  const row = {
    ...{ ...rejectedKey, processingStatus: 'REJECTED', statusShard: 'REJECTED#1', dataset: 'orders', fileId: 'file' },
    ...{ ordinal: 1, offset: 0, line: 1, length: 3, faults: [{ code: 'field.type', path: '/a', message: revision }] },
    ...(typeof raw === 'string' ? { raw } : { rawBytes: raw }),
    ...{ originRegion: 'us-east-1', processedAt: NOW, expiresAt: 1_800_000_000 },
  } as unknown as RejectedRow;
  return records.putRejected(row, retries);
}

/** What an adapter left of one run, told without the prefix of its keys. */
async function left(prefix: string): Promise<readonly string[]> {
  // As the wire has it: no number of 38 digits is read as anything else.
  const scan = new ScanCommand({ TableName: TABLE });
  const { Items = [] } = (await local.table.send(scan as never)) as ScanCommandOutput;
  return Items.map(canonical)
    .filter((item) => item.includes(`${prefix}#`))
    .map((item) => item.replaceAll(prefix, ''))
    .sort();
}

it('on the local cloud both writers come to the same answers and the same table', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(write, { minLength: 10, maxLength: 40 }), async (sequence) => {
      run += 1;
      const prefixes = { sdk: `sdk${run}`, lean: `lean${run}` };
      for (const step of sequence) {
        const [sdk, lean] = await Promise.all(
          writers.map(async (writer) =>
            (await outcomeOf(async () => perform(stores[writer], prefixes[writer], step))).replaceAll(
              prefixes[writer],
              '',
            ),
          ),
        );
        expect(lean).toBe(sdk);
      }
      expect(await left(prefixes.lean)).toEqual(await left(prefixes.sdk));
    }),
    { numRuns: 12 },
  );
}, 60_000);
