import { inflate, type InflateLimits } from '@pipeline/file-formats';
import type { RejectedRow } from '@pipeline/record-schema';
import type { ObjectAddress } from '@pipeline/runtime-contract';
import { RefuseFile } from './errors';
import type { CallRetries, ObjectStore } from './ports';

/** A row as it was delivered: from its item where that holds all of it, else undefined. */
export function keptBytes({ raw, rawBytes, rawTruncated, redacted }: RejectedRow): Uint8Array | undefined {
  if (rawTruncated || redacted) return undefined;
  return rawBytes ?? (raw === undefined ? undefined : Buffer.from(raw, 'utf8'));
}

/**
 * The rows whose items hold a part of them only, again from the pinned object, one by one in the order of the file. A
 * plain object is opened at each of them; a compressed one is inflated once.
 */
export async function* rowsFromObject(
  rows: readonly RejectedRow[],
  source: { readonly address: ObjectAddress; readonly gzip: boolean; readonly limits: InflateLimits },
  objects: ObjectStore,
  retries: CallRetries,
): AsyncGenerator<readonly [RejectedRow, Uint8Array]> {
  const passes = source.gzip ? [rows] : rows.map((row) => [row]);
  for (const pass of passes) {
    const [first] = pass;
    if (!first) continue;
    const from = source.gzip ? 0 : first.offset;
    const object = await objects.open(source.address, from, retries);
    try {
      const chunks = source.gzip ? inflate(object.chunks, source.limits).chunks : object.chunks;
      yield* cut(chunks, from, pass, source.address.key);
    } finally {
      object.close();
    }
  }
}

/** The bytes of each row of a stream that begins at byte `from`; rows ascend and don't overlap. */
async function* cut(
  chunks: AsyncIterable<Uint8Array>,
  from: number,
  rows: readonly RejectedRow[],
  key: string,
): AsyncGenerator<readonly [RejectedRow, Uint8Array]> {
  let next = 0;
  let at = from;
  let pieces: Uint8Array[] = [];
  for await (const chunk of chunks) {
    for (let row = rows[next]; row && row.offset < at + chunk.length; row = rows[next]) {
      const end = row.offset + row.length;
      pieces.push(chunk.slice(Math.max(0, row.offset - at), Math.min(chunk.length, end - at)));
      if (end > at + chunk.length) break;
      yield [row, Buffer.concat(pieces)];
      pieces = [];
      next += 1;
    }
    at += chunk.length;
    if (next === rows.length) return;
  }
  const lost = rows[next];
  if (lost) {
    throw new RefuseFile(
      'UNREADABLE',
      `${key} ends at byte ${at}, before row ${lost.ordinal}, which was at ${lost.offset}.`,
    );
  }
}
