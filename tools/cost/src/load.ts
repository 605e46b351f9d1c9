import { type Item, itemSize, toItem } from '@pipeline/record-schema';
import { price } from './prices';
import { insert } from './write-units';

/** Rows of so many bytes, as their payload is stored, all of them new. */
export interface Load {
  readonly rows: number;
  readonly bytes: number;
}

export interface LoadLine {
  readonly service: string;
  readonly what: string;
  readonly usd: number;
}

export interface Processing {
  readonly memoryMiB: number;
  readonly sliceBytes: number;
}

/**
 * Rows that one vCPU reads, validates and writes in a second, a table that answers in 5 ms included: two thirds of what
 * `npm run bench -- whole` measures of a core, since nobody has measured Lambda's.
 */
export const ROWS_PER_SECOND = 8_000;

const GIGABYTE = 1_024 ** 3;

/** An item whose payload has so many bytes, its envelope as long as real ones are. */
export function itemOf(payloadBytes: number): Item {
  const file = {
    fileId: 'A'.repeat(22),
    lastModified: '2026-03-14T09:26:53.000Z',
    region: 'us-east-1',
    shardCount: 16,
  };
  const draft = {
    dataset: 'sensor-readings',
    schemaVersion: 1,
    key: 'greenhouse-001',
    time: file.lastModified,
    ordinal: 1_000_000_000,
  };
  const empty = itemSize({ payload: { text: '' } }) - 'payload'.length;
  const payload = { text: 'x'.repeat(Math.max(0, payloadBytes - empty)) };
  const item = toItem({ ...draft, payload }, file, Date.parse(file.lastModified));
  if (item._tag === 'Left')
    throw new Error(`A row of ${payloadBytes} bytes is no item: ${item.left[0]?.message ?? ''}`);
  return item.right;
}

/** What a load costs by service, the first month of its storage included. Files are as large as a slice. */
export function loadCost({ rows, bytes }: Load, { memoryMiB, sliceBytes }: Processing): readonly LoadLine[] {
  const item = itemOf(bytes);
  const { home, replicated } = insert(item);
  const stored = (2 * rows * (itemSize(item) + INDEX_ENTRY_BYTES)) / GIGABYTE;
  const files = Math.ceil((rows * bytes) / sliceBytes);
  const gigabytes = (rows * bytes) / GIGABYTE;
  const seconds = rows / ROWS_PER_SECOND;
  const count = (value: number) => Math.round(value).toLocaleString('en');
  return [
    {
      service: 'DynamoDB',
      what: `writes at home, ${home} units a row, the index's among them`,
      usd: rows * home * price('writeUnit'),
    },
    {
      service: 'DynamoDB',
      what: `writes of the other region, ${replicated} units a row`,
      usd: rows * replicated * price('replicatedWriteUnit'),
    },
    {
      service: 'DynamoDB',
      what: `${count(stored)} GB in both regions for a month, and their recovery`,
      usd: stored * (price('tableGigabyteMonth') + price('recoveryGigabyteMonth')),
    },
    {
      service: 'DynamoDB',
      what: 'traffic between the regions',
      usd: ((rows * itemSize(item)) / GIGABYTE) * price('crossRegionGigabyte'),
    },
    {
      service: 'Lambda',
      what: `${count(seconds / 3_600)} hours of the processor, ${count(files)} invocations`,
      usd: seconds * (memoryMiB / 1_024) * price('lambdaGigabyteSecond') + files * price('lambdaRequest'),
    },
    {
      service: 'S3',
      what: `${count(files)} files, ${count(gigabytes)} GB for a month`,
      usd: files * (price('objectPut') + 2 * price('objectGet')) + gigabytes * price('objectGigabyteMonth'),
    },
    {
      service: 'SQS',
      what: 'messages',
      // Sent, received, seen later, deleted; bytes of one are few.
      usd: files * 4 * price('queueRequest'),
    },
    { service: 'DynamoDB', what: 'receipts', usd: files * RECEIPT_UNITS * price('writeUnit') },
  ];
}

/** Keys, and the 100 bytes that DynamoDB stores of its own with an item and with an entry. */
const INDEX_ENTRY_BYTES = 300;

/** Both regions': see `receiptUnits`. */
const RECEIPT_UNITS = 18;
