import { type Dataset, datasets, type RejectedRow } from '@pipeline/record-schema';
import { FILE_PREFIX } from '@pipeline/runtime-contract';
import { readOrdinalCursor, writeOrdinalCursor } from './cursor';
import { Refusal } from './errors';
import type { ItemKey, Ports } from './ports';
import { receiptOf } from './receipt-view';
import { formatOfRepair, type Repair } from './repair-format';
import { rejectedRowOf } from './rejected-row-view';
import { entriesOf } from './status-index';

export interface RejectsQuery {
  readonly format?: 'ndjson' | 'file';
  /** The header line of a CSV, as delivered: for a file whose receipt does not keep its header. */
  readonly header?: string;
  readonly limit?: number;
  readonly cursor?: string;
}

export interface Rejects extends Repair {
  readonly next?: string;
}

const USUAL_LIMIT = 200;
/** Rows of an answer, in bytes: Lambda answers 6 MB (Lambda quotas), and JSON in JSON grows. */
const MAX_ANSWER_BYTES = 2_000_000;
const PAGE = 200;

const ordinalOf = ({ recordId }: ItemKey): number => Number(recordId.slice(recordId.lastIndexOf('#') + 1));

/**
 * Rows of a file that are still rejected, in the order of the file.
 * @throws Refusal
 */
export async function listRejects(id: string, query: RejectsQuery, ports: Ports): Promise<Rejects> {
  const receipts = (await ports.table.ofRecord(`${FILE_PREFIX}${id}`)).map(receiptOf);
  const [receipt] = receipts;
  if (receipt === undefined) {
    throw new Refusal(
      'not-found',
      `No receipt of the file ${id} is in this region: check the id, or ask the other region.`,
    );
  }
  const dataset = receipt.dataset === undefined ? undefined : datasets.get(receipt.dataset);
  const question = [id, query.format ?? 'ndjson', query.header ?? ''];
  const after = query.cursor === undefined ? 0 : readOrdinalCursor(question, query.cursor);

  const keys = await keysOf(id, receipt.object.lastModified, ports);
  const waiting = keys.filter((key) => ordinalOf(key) > after);
  const header = query.header ?? receipts.find((one) => one.header)?.header;
  const rows = await firstRows(waiting, query.limit ?? USUAL_LIMIT, ports);
  const last = rows.at(-1)?.ordinal;
  const more = last !== undefined && waiting.some((key) => ordinalOf(key) > last);
  return {
    ...formatOfRepair({
      rows,
      key: receipt.origin.key,
      dataset: dataset as Dataset | undefined,
      asFile: query.format === 'file',
      continued: after > 0,
      ...(header === undefined ? {} : { header }),
    }),
    ...(more ? { next: writeOrdinalCursor(question, last) } : {}),
  };
}

/** All rejected rows of a file bear its own instant in the index, with those of few other files. */
async function keysOf(id: string, lastModified: string, { table, environment }: Ports): Promise<readonly ItemKey[]> {
  const keys: ItemKey[] = [];
  const entries = entriesOf(table, {
    status: 'REJECTED',
    shardCount: environment.STATUS_SHARDS,
    from: lastModified,
    before: `${lastModified}\u0000`,
    pageSize: PAGE,
  });
  for await (const { recordId, timestamp } of entries) {
    if (recordId.startsWith(`rejected#${id}#`)) keys.push({ recordId, timestamp });
  }
  return keys.sort((a, b) => ordinalOf(a) - ordinalOf(b));
}

/** At least one row, and no more than an answer holds. */
async function firstRows(keys: readonly ItemKey[], limit: number, { table }: Ports): Promise<readonly RejectedRow[]> {
  const rows: RejectedRow[] = [];
  let bytes = 0;
  for (let at = 0; at < Math.min(keys.length, limit); at += PAGE) {
    const items = await table.getAll(keys.slice(at, Math.min(at + PAGE, limit)));
    for (const row of items.map(rejectedRowOf)) {
      bytes += JSON.stringify([row.raw, row.faults]).length + (row.rawBytes?.length ?? 0) * 2;
      if (rows.length > 0 && bytes > MAX_ANSWER_BYTES) return rows;
      rows.push(row);
    }
  }
  return rows;
}
