import { type Item, itemSize, newReceipt, type Receipt, receiptToItem, statusShard } from '@pipeline/record-schema';
import { ROWS_PER_SECOND } from './load';
import { price } from './prices';
import type { DatasetItems } from './sample-items';
import { insert, overwrite, overwriteMoved, refused, sum, type WriteUnits } from './write-units';

export interface UseLine {
  readonly what: string;
  /** Means over the samples, both regions together. */
  readonly writeUnits: number;
  readonly usdPerMillion: number;
}

export interface UnitLine {
  readonly what: string;
  readonly usd: number;
}

/** What the renewal of an identical record adds to the standing item. */
const renewed = (item: Item) => ({ ...item, echo: true });

const mean = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0) / values.length;

function line(what: string, writes: readonly WriteUnits[]): UseLine {
  const home = mean(writes.map((one) => one.home));
  const replicated = mean(writes.map((one) => one.replicated));
  const usd = home * price('writeUnit') + replicated * price('replicatedWriteUnit');
  return { what, writeUnits: home + replicated, usdPerMillion: usd * 1_000_000 };
}

const SHARDS = 16;

/** The states of the receipt of a file that is read in one slice, as the processor writes them one after the other. */
function receiptStates(): readonly [Receipt, Receipt, Receipt, Receipt] {
  const lastModified = '2026-03-14T09:26:53.000Z';
  const now = Date.parse(lastModified);
  // Of the lengths of AWS.
  const versionId = 'v'.repeat(32);
  const key = 'incoming/sensor-readings/2026-03-14/readings.ndjson';
  const received = newReceipt({
    fileId: 'A'.repeat(22),
    dataset: 'sensor-readings',
    object: { bucket: 'serverless-data-ingestion-prod', key, versionId, etag: 'e'.repeat(34), size: 1e9, lastModified },
    origin: { role: 'ingestion-us-east-1', key, versionId },
    region: 'us-east-1',
    shardCount: SHARDS,
    now,
  });
  const shard = (status: string) => statusShard(status, received.recordId, SHARDS);
  const begun: Receipt = {
    ...received,
    processingStatus: 'PROCESSING',
    statusShard: shard('PROCESSING'),
    startedAt: now,
    revision: 2,
  };
  const counted: Receipt = { ...begun, rows: 1e6, stored: 1e6, done: new Set([0]), revision: 3 };
  const completed: Receipt = {
    ...counted,
    processingStatus: 'COMPLETED',
    statusShard: shard('COMPLETED'),
    completedAt: now,
    revision: 4,
  };
  return [received, begun, counted, completed];
}

/** Created, begun, counted and completed: two changes of status move its entry in the index. */
export function receiptUnits(): WriteUnits {
  const [received, begun, counted, completed] = receiptStates().map(
    (receipt) =>
      receiptToItem(receipt) as Readonly<Record<string, unknown>> &
        Pick<Receipt, 'recordId' | 'timestamp' | 'statusShard'>,
  );
  if (!received || !begun || !counted || !completed) throw new Error('A receipt has four states.');
  return sum(
    insert(received),
    overwriteMoved(received, begun),
    overwrite(begun, counted),
    overwriteMoved(counted, completed),
  );
}

/**
 * What a million rows cost in the table by what becomes of them, and a million files by their receipts. Of every dataset
 * as many: the mean of the datasets' means.
 */
export function useCost(samples: readonly DatasetItems[]): readonly UseLine[] {
  const meanOf = (writesOf: (sample: DatasetItems) => readonly WriteUnits[]): readonly WriteUnits[] =>
    samples.flatMap((sample) => {
      const writes = writesOf(sample);
      if (writes.length === 0) return [];
      return [{ home: mean(writes.map(({ home }) => home)), replicated: mean(writes.map((one) => one.replicated)) }];
    });
  return [
    line(
      'record, inserted',
      meanOf(({ items }) => items.map(insert)),
    ),
    line(
      'record, the same again in a new file',
      meanOf(({ items }) => items.map((item) => sum(refused(item), overwrite(item, renewed(item))))),
    ),
    line(
      'record, the same file again',
      meanOf(({ items }) => items.map(refused)),
    ),
    line(
      'record, updated',
      meanOf(({ items }) => items.map((item) => overwrite(item, item))),
    ),
    line(
      'record, superseded',
      meanOf(({ items }) => items.map(refused)),
    ),
    line(
      'row, rejected',
      meanOf(({ rejected }) => rejected.map(insert)),
    ),
    line('file, its receipt', [receiptUnits()]),
  ];
}

/** What a million writes take of the processor, and a million stored records of a month, both replicas with their backup. */
export function otherCost(samples: readonly DatasetItems[], memoryMiB: number): readonly UnitLine[] {
  const gigabyteSeconds = (1_000_000 / ROWS_PER_SECOND) * (memoryMiB / 1_024);
  const bytes = mean(samples.map(({ items }) => mean(items.map(storedBytes))));
  const gigabytes = (2 * bytes * 1_000_000) / 1_024 ** 3;
  return [
    { what: 'processor, a million rows', usd: gigabyteSeconds * price('lambdaGigabyteSecond') },
    {
      what: 'a million records, stored for a month',
      usd: gigabytes * (price('tableGigabyteMonth') + price('recoveryGigabyteMonth')),
    },
  ];
}

/** Of each item and each entry of an index DynamoDB stores 100 bytes of its own. */
const OVERHEAD_BYTES = 100;

const storedBytes = (item: Item): number => {
  const { recordId, timestamp, statusShard: shard } = item;
  return itemSize(item) + itemSize({ recordId, timestamp, statusShard: shard }) + 2 * OVERHEAD_BYTES;
};
