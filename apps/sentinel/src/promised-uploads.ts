import { isTerminal, type ReceiptKey } from '@pipeline/record-schema';
import type { Ports } from './ports';

/** Tickets older than this are of uploads that came long ago, or never: a signed URL lives for an hour at most. */
const TICKET_MS = 24 * 3_600_000;

/** The clocks of the gateway and of S3, which dates an object in whole seconds, may differ by as much. */
const CLOCKS_DIFFER_MS = 60_000;

/** Receipts read at once: only a receipt names the key of its file, so that each may have to be looked at. */
const READS_AT_ONCE = 16;

/** Left for telling what was found, in milliseconds. */
const RESERVE_MS = 10_000;

const STATUSES = ['COMPLETED', 'COMPLETED_WITH_REJECTS', 'FAILED', 'RECEIVED', 'PROCESSING'] as const;

/**
 * Keys that the lost region's gateway promised to take in the last 24 hours, and of whose files nothing is known here: no
 * receipt of either region that is ended, none of this region. A ticket does not tell the version that its upload became, so
 * its receipt is found by the key. Where the time ends before all receipts are read, a key that may have come stays in the
 * list: a producer who is told in vain sends a duplicate, one who is not told may lose a file.
 */
export async function promisedUploads(ports: Ports, timeLeft: () => number): Promise<ReadonlySet<string>> {
  const { receipts, environment, clock, log } = ports;
  const issuedAfter = new Date(clock.now() - TICKET_MS).toISOString();
  const waiting = new Set<string>();
  let oldest: string | undefined;
  for (let shard = 0; shard < environment.STATUS_SHARDS; shard += 1) {
    for await (const entry of receipts.byStatus('ISSUED', shard, issuedAfter)) {
      const ticket = await receipts.read(entry);
      if (ticket?.originRegion !== environment.OTHER_REGION) continue;
      waiting.add(ticket.object.key);
      if (oldest === undefined || entry.timestamp < oldest) oldest = entry.timestamp;
    }
  }
  if (oldest === undefined) return waiting;

  const since = new Date(Date.parse(oldest) - CLOCKS_DIFFER_MS).toISOString();
  const strike = async (entries: readonly ReceiptKey[]) => {
    for (const receipt of await Promise.all(entries.map((entry) => receipts.read(entry)))) {
      if (receipt && (isTerminal(receipt) || receipt.originRegion === environment.TABLE_REGION)) {
        waiting.delete(receipt.origin.key);
      }
    }
  };
  for await (const page of pagesOf(receiptsSince(since, ports))) {
    if (timeLeft() < RESERVE_MS) {
      log.warn('Not every receipt was read: some of the uploads that are listed may have come.', {
        uploads: waiting.size,
      });
      break;
    }
    await strike(page);
    if (waiting.size === 0) break;
  }
  return waiting;
}

async function* receiptsSince(since: string, { receipts, environment }: Ports): AsyncIterable<ReceiptKey> {
  for (let shard = 0; shard < environment.STATUS_SHARDS; shard += 1) {
    for (const status of STATUSES) yield* receipts.byStatus(status, shard, since);
  }
}

async function* pagesOf(entries: AsyncIterable<ReceiptKey>): AsyncIterable<readonly ReceiptKey[]> {
  let page: ReceiptKey[] = [];
  for await (const entry of entries) {
    page.push(entry);
    if (page.length < READS_AT_ONCE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}
