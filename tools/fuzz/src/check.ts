import { createReader, type Format, type ReaderEnd, type Row } from '@pipeline/file-formats';

/** Longer for one small input is a hang, in milliseconds. */
const HANG_MS = 250;

interface Reading {
  readonly rows: readonly Row[];
  readonly end: ReaderEnd;
}

function read(format: Format, bytes: Buffer, chunk: number): Reading {
  const rows: Row[] = [];
  const reader = createReader(format, { number: (literal) => `number ${literal}` }, (row) => rows.push(row));
  for (let at = 0; at < bytes.length; at += chunk) reader.push(bytes.subarray(at, at + chunk));
  return { rows, end: reader.end() };
}

const outcome = ({ rows, end }: Reading): string =>
  JSON.stringify([
    rows.map((row) => [row.position, row.next, row.kind === 'row' ? row.value : row.faults, row.raw.length]),
    end,
  ]);

/**
 * What is wrong with how the readers took one input: they crashed, hung, disagreed between chunk sizes, lost count or
 * touched what is not theirs. Undefined when nothing is.
 */
export function complaint(format: Format, bytes: Buffer, chunks: readonly number[]): string | undefined {
  const begun = performance.now();
  let whole: Reading;
  try {
    whole = read(format, bytes, Math.max(1, bytes.length));
    for (const chunk of chunks) {
      if (outcome(read(format, bytes, chunk)) !== outcome(whole)) return `differs at chunks of ${chunk} bytes`;
    }
  } catch (error) {
    return `crashed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
  const took = performance.now() - begun;
  if (took > HANG_MS * (chunks.length + 1)) return `took ${Math.round(took)} ms`;
  if (Object.keys(Object.prototype).length > 0) return 'changed the prototype of every object';
  return miscount(bytes, whole);
}

/** Rows are numbered without a gap, lie one behind the other, and each is made of the bytes at its place. */
function miscount(bytes: Buffer, { rows, end }: Reading): string | undefined {
  if (end.rows !== rows.length) return `counts ${end.rows} rows and delivered ${rows.length}`;
  if (end.bytes !== bytes.length) return `counts ${end.bytes} bytes of ${bytes.length}`;
  let free = 0;
  for (const [index, { position, raw }] of rows.entries()) {
    const { ordinal, offset, length } = position;
    if (ordinal !== index + 1) return `row ${index + 1} has the ordinal ${ordinal}`;
    if (offset < free) return `row ${ordinal} overlaps its neighbour`;
    if (!bytes.subarray(offset, offset + length).equals(raw)) return `row ${ordinal} is not what lies at its place`;
    free = offset + length;
  }
  return undefined;
}
