import { createReader, type Row } from '@pipeline/file-formats';
import { keptHeader, numberOf, type Receipt } from '@pipeline/record-schema';
import type { Invocation } from './invocation';
import { sliceBytes } from './object-bytes';
import type { Ports, SliceCommit } from './ports';
import type { OpenedFile, Reading } from './opened-file';
import { readerLimits } from './reader-limits';
import { readHeader } from './read-header';
import { settleRows } from './settle-rows';

/**
 * Reads one slice to its end, to the end of the invocation's time or to the file's limit of rejects. Every row that the
 * counts name is settled when this returns.
 *
 * A planned slice is read on until a row begins behind its end: what proves a row bad may stand there.
 */
export async function readSlice(
  file: OpenedFile,
  { dataset, format }: Reading,
  receipt: Receipt,
  invocation: Invocation,
  ports: Ports,
): Promise<SliceCommit> {
  const { slice } = file.task;
  const limits = readerLimits(ports.environment);
  const header =
    format.format === 'csv' && slice.start > 0
      ? await readHeader(file.task, { dataset, format }, invocation, ports)
      : undefined;
  const bytes = sliceBytes(file.object.chunks, format.gzip, slice, limits);
  const own = { start: slice.start, ...(slice.end === undefined ? {} : { end: slice.end }) };
  const end = slice.end ?? Infinity;
  const rows: Row[] = [];
  let beyond = false;
  const reader = createReader(
    format.format,
    {
      limits,
      start: { offset: slice.start, ordinal: slice.ordinal, line: slice.line, ...(header ? { header } : {}) },
      number: numberOf,
      ...(dataset.delimiter === undefined ? {} : { delimiter: dataset.delimiter }),
    },
    (row) => {
      if (row.position.offset >= end) beyond = true;
      else rows.push(row);
    },
  );
  const hmacKeys = dataset.sensitive ? await ports.keys.hmacKeys(invocation) : [];
  const settling = settleRows(file, dataset, receipt, invocation, ports, hmacKeys);
  const settled = async () => {
    const { counts } = await settling.settled();
    const kept = counts.rejected > 0 ? keptHeader(dataset, reader.header) : undefined;
    return { counts, ...(kept && { header: kept }) };
  };

  let read = 0;
  for await (const chunk of bytes.chunks) {
    read += chunk.length;
    reader.push(chunk);
    const stop = await settling.take(rows.splice(0));
    if (stop || beyond) return { ...own, bytes: Math.min(read, end - slice.start), ...(await settled()), ...stop };
  }
  // Of a file that broke off, half a row could pass for a whole one.
  const brokenOff = bytes.fault();
  const ended = reader.end(brokenOff !== undefined);
  const stop = await settling.take(rows.splice(0));
  const fault = brokenOff ?? (beyond ? undefined : ended.fault);
  return {
    ...own,
    bytes: Math.min(read, end - slice.start),
    ...(await settled()),
    ...(stop ?? (fault ? { fault: { code: fault.code, message: fault.message } } : {})),
  };
}
