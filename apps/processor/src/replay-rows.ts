import { createReader, type ObjectFormat, type Row } from '@pipeline/file-formats';
import { type Counts, type Dataset, noRows, numberOf, type RejectedRow, rowPreparer } from '@pipeline/record-schema';
import type { ReplayMessage } from '@pipeline/runtime-contract';
import { isLeft } from 'fp-ts/Either';
import { isRefuseRow, RefuseFile } from './errors';
import { replayTask } from './file-task';
import type { Invocation } from './invocation';
import type { Ports } from './ports';
import { readHeader } from './read-header';
import { readerLimits } from './reader-limits';
import { keptBytes, rowsFromObject } from './replay-bytes';
import { writeRow } from './write-row';
import { WritesInFlight } from './writes-in-flight';

/**
 * Reads the rejected rows of one part again: each is stored, a duplicate or superseded, and then RESOLVED; or rejected
 * still, and stays as it is. Every row keeps its revision but for the schema's version, so that any number of runs, and
 * the whole file delivered again, end in the same table.
 * @param by sort key of the replay's receipt
 */
export async function replayRows(
  message: ReplayMessage,
  dataset: Dataset,
  format: ObjectFormat,
  by: string,
  invocation: Invocation,
  ports: Ports,
): Promise<{ readonly counts: Counts; readonly bytes: number }> {
  const { environment, records, clock } = ports;
  const { fileId, address, origin } = message;
  const { lastModified } = origin;
  const stamp = { fileId, lastModified, region: environment.TABLE_REGION, shardCount: environment.STATUS_SHARDS };
  const limits = readerLimits(environment);
  const rejected = await rejectedRows(message, invocation, ports);
  const header =
    format.format === 'csv' ? await readHeader(replayTask(message), { dataset, format }, invocation, ports) : undefined;
  const prepare = rowPreparer(dataset, stamp, dataset.sensitive ? await ports.keys.hmacKeys(invocation) : []);
  const writes = new WritesInFlight(environment.MAX_WRITES_IN_FLIGHT);
  const counts = noRows();
  let bytes = 0;

  const settle = async (row: RejectedRow, raw: Uint8Array): Promise<void> => {
    counts.rows += 1;
    bytes += raw.length;
    const read = readAgain(row, raw, { limits, format: format.format, dataset, header });
    const prepared = read && prepare(read.value, row.ordinal, clock.now());
    if (!prepared || isLeft(prepared)) {
      counts.rejected += 1;
      return;
    }
    const item = prepared.right;
    await writes.add(`${item.recordId}\u0000${item.timestamp}`, async () => {
      try {
        const outcome = await writeRow(item, records, invocation);
        await records.resolve(row, by, clock.now(), invocation);
        counts[outcome] += 1;
      } catch (error) {
        if (!isRefuseRow(error)) throw error;
        counts.rejected += 1;
      }
    });
  };

  const again: RejectedRow[] = [];
  for (const row of rejected) {
    const raw = keptBytes(row);
    if (raw) await settle(row, raw);
    else again.push(row);
  }
  const source = { address, gzip: format.gzip, limits };
  for await (const [row, raw] of rowsFromObject(again, source, ports.objects, invocation)) await settle(row, raw);
  await writes.drain();
  return { counts, bytes };
}

/** The items of the part's rows, a few at a time, in the order of the file. */
async function rejectedRows(message: ReplayMessage, invocation: Invocation, ports: Ports): Promise<RejectedRow[]> {
  const timestamp = message.origin.lastModified;
  const found: RejectedRow[] = [];
  const step = ports.environment.MAX_WRITES_IN_FLIGHT;
  for (let from = 0; from < message.rows.length; from += step) {
    const ordinals = message.rows.slice(from, from + step);
    const keys = ordinals.map((ordinal) => ({ recordId: `rejected#${message.fileId}#${ordinal}`, timestamp }));
    const rows = await Promise.all(keys.map((key) => ports.records.rejectedRow(key, invocation)));
    for (const [index, row] of rows.entries()) {
      if (!row) {
        throw new RefuseFile('NO_SUCH_ROW', `${keys[index]?.recordId} is not there (any more). Upload the file again.`);
      }
      found.push(row);
    }
  }
  return found;
}

const [OPEN, CLOSE] = [Buffer.from('['), Buffer.from(']')] as const;

interface Reading {
  readonly limits: ReturnType<typeof readerLimits>;
  readonly format: ObjectFormat['format'];
  readonly dataset: Dataset;
  readonly header: readonly string[] | undefined;
}

/** The row by the reader of its file, from its own bytes; undefined where these are not exactly one row that can be read. */
function readAgain({ faults, offset, ordinal, line }: RejectedRow, raw: Uint8Array, reading: Reading) {
  // The rest of a file whose extent was lost: nothing of it is guessed.
  if (faults.some(({ code }) => code === 'json.lost')) return undefined;
  const { limits, format, dataset, header } = reading;
  const rows: Row[] = [];
  // An element of an array is read as the only one of another: alone, one that is an array itself would be taken for rows.
  const json = format === 'json';
  const start = json ? { offset: 0, ordinal, line } : { offset, ordinal, line, ...(header ? { header } : {}) };
  const delimiter = dataset.delimiter === undefined ? {} : { delimiter: dataset.delimiter };
  const reader = createReader(format, { limits, start, number: numberOf, ...delimiter }, (row) => rows.push(row));
  reader.push(json ? Buffer.concat([OPEN, raw, CLOSE]) : raw);
  const { fault } = reader.end();
  const [row] = rows;
  return rows.length === 1 && row?.kind === 'row' && !fault ? row : undefined;
}
