import { isTerminal, type ReceiptKey } from '@pipeline/record-schema';
import { UPLOAD_PREFIX, uploadIdOf } from '@pipeline/runtime-contract';
import type { Ports } from './ports';

/** Tickets older than this are of uploads that came long ago, or never: a signed URL lives for an hour at most. */
const TICKET_MS = 24 * 3_600_000;

/** The clocks of the gateway and of S3, which dates an object in whole seconds, may differ by as much. */
const CLOCKS_DIFFER_MS = 60_000;

/** Items read at once: the index has their keys only. */
const READS_AT_ONCE = 16;

/** No more receipts are read with less time left, in milliseconds, and no more tickets: the rest is for telling. */
const TICKETS_RESERVE_MS = 20_000;
const TELLING_RESERVE_MS = 10_000;

const STATUSES = ['COMPLETED', 'COMPLETED_WITH_REJECTS', 'FAILED', 'RECEIVED', 'PROCESSING'] as const;

/**
 * Keys, at most so many, that the lost region's gateway promised to take in the last 24 hours, and of whose files nothing is
 * known here: no receipt of either region that is ended, none of this region. A ticket does not tell the version that its
 * upload became, but the key of the file has the upload's id in it. Where the time ends before all receipts are read, an
 * upload that may have come stays in the list: a producer who is told in vain sends a duplicate, one who is not told may lose
 * a file.
 */
export async function promisedUploads(
  ports: Ports,
  most: number,
  timeLeft: () => number,
): Promise<ReadonlySet<string>> {
  const { receipts, environment, log } = ports;
  const tickets = await ticketsOfADay(ports);
  const oldest = [...tickets.values()].reduce<string | undefined>(
    (least, { timestamp }) => (least === undefined || timestamp < least ? timestamp : least),
    undefined,
  );
  if (oldest === undefined) return new Set();

  const since = new Date(Date.parse(oldest) - CLOCKS_DIFFER_MS).toISOString();
  for await (const page of pagesOf(receiptsSince(since, ports))) {
    if (timeLeft() < TICKETS_RESERVE_MS) {
      log.warn('Not every receipt was read: some of the uploads that are listed may have come.');
      break;
    }
    for (const receipt of await Promise.all(page.map((entry) => receipts.read(entry)))) {
      if (receipt && (isTerminal(receipt) || receipt.originRegion === environment.TABLE_REGION)) {
        tickets.delete(uploadIdOf(receipt.origin.key) ?? '');
      }
    }
    if (tickets.size === 0) break;
  }

  const waiting = new Set<string>();
  for await (const page of pagesOf(tickets.values())) {
    if (waiting.size >= most || timeLeft() < TELLING_RESERVE_MS) break;
    for (const ticket of await Promise.all(page.map((entry) => receipts.read(entry)))) {
      if (ticket?.originRegion === environment.OTHER_REGION && waiting.size < most) waiting.add(ticket.object.key);
    }
  }
  return waiting;
}

/** By the upload's id; of either region, since the index does not tell which. */
async function ticketsOfADay({ receipts, environment, clock }: Ports): Promise<Map<string, ReceiptKey>> {
  const issuedAfter = new Date(clock.now() - TICKET_MS).toISOString();
  const tickets = new Map<string, ReceiptKey>();
  for (let shard = 0; shard < environment.STATUS_SHARDS; shard += 1) {
    for await (const entry of receipts.byStatus('ISSUED', shard, issuedAfter)) {
      tickets.set(entry.recordId.slice(UPLOAD_PREFIX.length), entry);
    }
  }
  return tickets;
}

async function* receiptsSince(since: string, { receipts, environment }: Ports): AsyncIterable<ReceiptKey> {
  for (let shard = 0; shard < environment.STATUS_SHARDS; shard += 1) {
    for (const status of STATUSES) yield* receipts.byStatus(status, shard, since);
  }
}

async function* pagesOf(
  entries: AsyncIterable<ReceiptKey> | Iterable<ReceiptKey>,
): AsyncIterable<readonly ReceiptKey[]> {
  let page: ReceiptKey[] = [];
  for await (const entry of entries) {
    page.push(entry);
    if (page.length < READS_AT_ONCE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}
