/**
 * @jest-environment ./src/testing/one-realm-environment.cjs
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Item, newReceipt, type RejectedRow } from '@pipeline/record-schema';
import { awsClients } from './adapters/clients';
import { awsPorts } from './aws-ports';
import { isTryAgain } from './errors';
import type { CallRetries, Ports } from './ports';
import { MemoryCloud } from './testing/memory-ports';
import { type ScriptedServer, scriptedServer } from './testing/scripted-server';

const AT = '2026-03-14T09:00:00.000Z';
const key = { recordId: 'a', timestamp: AT };
const origin = { role: 'ingestion-us-east-1', key: 'k', versionId: 'v', lastModified: AT };
const slice = { kind: 'slice', fileId: 'f', address: { bucket: 'b', key: 'k' }, origin, attempt: 1 } as const;
const part = { start: 0, ordinal: 1, line: 1 };
const counts = { rows: 1, stored: 1, duplicate: 0, superseded: 0, rejected: 0 };
const receipt = newReceipt({
  fileId: 'f',
  object: { bucket: 'b', key: 'k', lastModified: AT },
  origin,
  region: 'us-east-1',
  shardCount: 8,
  now: 0,
});
const item = { ...key, payload: {}, revision: 'r', contentHash: 'h' } as unknown as Item;
const rejected = { ...key, faults: [], raw: 'x' } as unknown as RejectedRow;
const context = { code: 'UNREADABLE', reason: 'x' } as unknown as Parameters<Ports['queue']['sendToDeadLetters']>[1];

/** Every call that the function makes of a service. */
const calls: {
  readonly [P in 'objects' | 'records' | 'receipts' | 'queue' | 'keys']: {
    readonly [C in keyof Ports[P]]: (ports: Ports, retries: CallRetries) => Promise<unknown>;
  };
} = {
  objects: { open: ({ objects }, retries) => objects.open({ bucket: 'b', key: 'k' }, 0, retries) },
  records: {
    put: ({ records }, retries) => records.put(item, retries),
    renew: ({ records }, retries) => records.renew(item, retries),
    putRejected: ({ records }, retries) => records.putRejected(rejected, retries),
    rejectedRow: ({ records }, retries) => records.rejectedRow(key, retries),
    resolve: ({ records }, retries) => records.resolve(key, 'by', 0, retries),
  },
  receipts: {
    read: ({ receipts }, retries) => receipts.read([key], retries),
    create: ({ receipts }, retries) => receipts.create(receipt, retries),
    begin: ({ receipts }, retries) => receipts.begin(key, 0, retries),
    plan: ({ receipts }, retries) => receipts.plan(key, { start: 0, cuts: [] }, 0, retries),
    commitSlice: ({ receipts }, retries) => receipts.commitSlice(key, { start: 0, counts, bytes: 1 }, 0, retries),
    finish: ({ receipts }, retries) => receipts.finish(key, { status: 'COMPLETED' }, 0, retries),
  },
  queue: {
    setVisibility: ({ queue }, retries) => queue.setVisibility([{ receiptHandle: 'h', seconds: 1 }], retries),
    sendSlice: ({ queue }, retries) => queue.sendSlice({ ...slice, slice: part }, retries),
    resend: ({ queue }, retries) => queue.resend('{}', retries),
    sendToDeadLetters: ({ queue }, retries) => queue.sendToDeadLetters('{}', context, retries),
  },
  keys: { hmacKeys: ({ keys }, retries) => keys.hmacKeys(retries) },
};

describe.each(['lean', 'sdk'] as const)('services that say nothing, with the %s writer', (WRITER) => {
  let silent: ScriptedServer;
  let ports: Ports;
  const before = { ...process.env };
  beforeAll(async () => {
    silent = await scriptedServer(() => undefined);
    const endpoint = `http://127.0.0.1:${silent.port}`;
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: 'a',
      AWS_SECRET_ACCESS_KEY: 'b',
    });
    const queues = { INGEST_QUEUE_URL: `${endpoint}/0/ingest`, DEAD_LETTER_QUEUE_URL: `${endpoint}/0/dead` };
    const parts = new MemoryCloud().ports({ WRITER, ...queues });
    ports = awsPorts({ ...parts, clients: awsClients('us-east-1', 16) });
  });
  afterAll(async () => {
    process.env = before;
    await silent.close();
  });

  it('are waited for no longer than the invocation has time, whatever was asked, and may be asked again', async () => {
    const retries = { timeLeft: () => 1_000, onRetry: () => undefined };
    const asked = Object.values(calls).flatMap((port) => Object.entries(port));
    const ends = asked.map(async ([name, call]) => [
      name,
      await Promise.race([
        call(ports, retries).catch((error: unknown) => (isTryAgain(error) ? error.kind : error)),
        sleep(4_000, 'it waits on', { ref: false }),
      ]),
    ]);
    expect(Object.fromEntries(await Promise.all(ends))).toEqual(
      Object.fromEntries(asked.map(([name]) => [name, 'unavailable'])),
    );
    expect(silent.requests).toHaveLength(asked.length);
  });
});
