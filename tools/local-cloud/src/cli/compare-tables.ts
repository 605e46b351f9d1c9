import type { AttributeValue } from '@aws-sdk/client-dynamodb';

export type TableItem = Readonly<Record<string, AttributeValue>>;

/** How two tables differ; all zero when they are the same. */
export interface TableComparison {
  readonly onlyLeft: number;
  readonly onlyRight: number;
  readonly changed: number;
  /** Key of the first item that differs: `<recordId> <timestamp>`. */
  readonly first?: string;
}

/** What may differ between two writes of one item: when, where, and whether the content was there before. */
const CIRCUMSTANCES = ['processedAt', 'originRegion', 'echo'];
/** Parts of the sum, which is all that counts of a receipt's outcomes beside its rejects. */
const OUTCOMES = ['stored', 'duplicate', 'superseded', 'rejected'];

const textOf = (item: TableItem, name: string): string => item[name]?.S ?? '';
export const keyOf = (item: TableItem): string => `${textOf(item, 'recordId')} ${textOf(item, 'timestamp')}`;

/** What of an item must be equal for two tables to be the same; a text that is equal where that is. */
export function comparable(item: TableItem): string {
  if (!textOf(item, 'recordId').startsWith('file#')) {
    return canonical(Object.fromEntries(Object.entries(item).filter(([name]) => !CIRCUMSTANCES.includes(name))));
  }
  const { recordId, timestamp, processingStatus, rows, rejected } = item;
  const sum = OUTCOMES.reduce((total, name) => total + Number(item[name]?.N ?? 0), 0);
  return canonical({ recordId, timestamp, processingStatus, rows, rejected, sum });
}

/** JSON with the members of maps and the elements of sets in one order; binary values in base64. */
const canonical = (value: unknown): string => JSON.stringify(value, ordered);

function ordered(name: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return /^(SS|NS|BS)$/.test(name) ? value.map((each) => canonical(each)).sort() : value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Compares two tables as they are read, both in the order of their keys, which the caller warrants. */
export async function compareTables(
  left: AsyncIterable<TableItem>,
  right: AsyncIterable<TableItem>,
): Promise<TableComparison> {
  const [lefts, rights] = [left[Symbol.asyncIterator](), right[Symbol.asyncIterator]()];
  const found = { onlyLeft: 0, onlyRight: 0, changed: 0 };
  let first: string | undefined;
  let [one, other] = await Promise.all([lefts.next(), rights.next()]);
  while (!one.done || !other.done) {
    const order = one.done ? 1 : other.done ? -1 : compareKeys(one.value, other.value);
    const kind = order < 0 ? 'onlyLeft' : order > 0 ? 'onlyRight' : 'changed';
    if (one.done || other.done || order !== 0 || comparable(one.value) !== comparable(other.value)) {
      found[kind] += 1;
      first ??= keyOf((order <= 0 ? one.value : other.value) as TableItem);
    }
    [one, other] = await Promise.all([order <= 0 ? lefts.next() : one, order >= 0 ? rights.next() : other]);
  }
  return { ...found, ...(first === undefined ? {} : { first }) };
}

/** The order of DynamoDB's keys here: by the UTF-8 bytes of the partition key, then of the sort key. */
function compareKeys(one: TableItem, other: TableItem): number {
  const order = (name: string) => Buffer.compare(Buffer.from(textOf(one, name)), Buffer.from(textOf(other, name)));
  return order('recordId') || order('timestamp');
}
