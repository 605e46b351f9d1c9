import { formatFaultCodes, type Row } from '@pipeline/file-formats';
import {
  type Counts,
  type Dataset,
  type Fault,
  type Item,
  noRows,
  type Receipt,
  rowPreparer,
  toRejectedRow,
} from '@pipeline/record-schema';
import type { HmacKey, SlicePart } from '@pipeline/runtime-contract';
import { isLeft, left } from 'fp-ts/Either';
import { isRefuseRow } from './errors';
import type { Invocation } from './invocation';
import type { Ports } from './ports';
import type { OpenedFile } from './opened-file';
import { isTooMany } from './too-many-rejects';
import { writeRow } from './write-row';
import { WritesInFlight } from './writes-in-flight';

/** Why a slice stops before its end, and where its rest begins. */
export interface SliceStop {
  readonly next: SlicePart;
  readonly tooManyRejects: boolean;
}

export interface Settling {
  /** Takes rows in their order; says where to stop when time or the limit of rejects runs out after one of them. */
  take(rows: readonly Row[]): Promise<SliceStop | undefined>;
  /** Resolves with the counts when every write is done. */
  settled(): Promise<{ readonly counts: Counts }>;
}

/** Settles rows: each is stored, found to be a duplicate or superseded, or kept as a rejected row. */
export function settleRows(
  { task, object, lastModified }: OpenedFile,
  dataset: Dataset,
  receipt: Receipt,
  invocation: Invocation,
  ports: Ports,
  hmacKeys: readonly HmacKey[],
): Settling {
  const { environment, records, clock } = ports;
  const counts: Counts = noRows();
  const writes = new WritesInFlight(environment.MAX_WRITES_IN_FLIGHT);
  const file = {
    fileId: task.fileId,
    lastModified,
    region: environment.TABLE_REGION,
    shardCount: environment.STATUS_SHARDS,
  };
  const prepare = rowPreparer(dataset, file, hmacKeys);

  const reject = async (row: Row, faults: readonly Fault[]): Promise<void> => {
    const { position, raw } = row;
    const read = row.kind === 'row' ? { value: row.value } : { meanings: formatFaultCodes };
    await records.putRejected(
      toRejectedRow(dataset, file, { position, faults, raw, ...read }, clock.now()),
      invocation,
    );
  };

  const write = async (row: Row, item: Item): Promise<void> => {
    try {
      counts[await writeRow(item, records, invocation)] += 1;
    } catch (error) {
      if (!isRefuseRow(error)) throw error;
      counts.rejected += 1;
      await reject(row, [{ code: 'item.refused', path: '', message: `DynamoDB refuses the item: ${error.message}` }]);
    }
  };

  /** Begins the row's write, at once or when there is room for it. */
  const settle = (row: Row): Promise<void> | undefined => {
    counts.rows += 1;
    const { ordinal } = row.position;
    const prepared = row.kind === 'row' ? prepare(row.value, ordinal, clock.now()) : left(row.faults);
    if (isLeft(prepared)) {
      // Counted before it is written, so that a file with too many stops at the same row each time.
      counts.rejected += 1;
      return writes.add(`rejected ${ordinal}`, () => reject(row, prepared.left));
    }
    const item = prepared.right;
    return writes.add(`${item.recordId}\u0000${item.timestamp}`, () => write(row, item));
  };

  const stopAfter = (row: Row): SliceStop | undefined => {
    const { offset: start, ordinal, line } = row.next;
    const { end } = task.slice;
    // Behind the last byte there is no rest: S3 refuses to read a range that is empty, and where a slice ends another begins.
    if (start === (end ?? object.size)) return undefined;
    // Slices run side by side: one without a bad row of its own is not stopped by those of others.
    const tooManyRejects =
      counts.rejected > 0 && isTooMany(receipt.rejected + counts.rejected, receipt.rows + counts.rows, ports);
    if (!tooManyRejects && invocation.remaining() >= environment.SPLIT_RESERVE_MS) return undefined;
    return { next: { start, ordinal, line, ...(end === undefined ? {} : { end }) }, tooManyRejects };
  };

  return {
    async take(rows) {
      for (const row of rows) {
        const room = settle(row);
        if (room) await room;
        const stop = stopAfter(row);
        if (stop) return stop;
      }
      return undefined;
    },
    async settled() {
      await writes.drain();
      return { counts };
    },
  };
}
