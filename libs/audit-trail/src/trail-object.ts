import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { type Either, left, right } from 'fp-ts/Either';
import { type Entry, entryLine } from './entry';
import { beginOf, hourOf, type TrailHour } from './trail-hour';

/** An entry, and where it stood in the stream. */
export interface ObservedEntry {
  readonly entry: Entry;
  readonly sequenceNumber: string;
  /** When the stream saw the change, in epoch seconds. */
  readonly seconds: number;
}

/** An object of the trail: its name says all that must hold of its bytes. */
export interface TrailObject {
  readonly key: string;
  readonly body: Uint8Array;
  /** Of the body, in hexadecimal; part of the key. */
  readonly sha256: string;
  /** Of its first entry. */
  readonly firstSequenceNumber: string;
}

export const ENTRIES_PREFIX = 'entries/';
const SUFFIX = '.ndjson.gz';

export const sha256Of = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/**
 * The objects of one batch: one for each hour in which the stream saw its changes. Named after the sequence numbers and
 * the hash of the bytes, which depend on the changes only: a batch that comes again makes the same objects.
 */
export function trailObjects(region: string, batch: readonly ObservedEntry[]): readonly TrailObject[] {
  const hours = new Map<number, ObservedEntry[]>();
  for (const observed of batch) {
    const hour = Math.floor(observed.seconds / 3_600);
    const others = hours.get(hour);
    if (others) others.push(observed);
    else hours.set(hour, [observed]);
  }
  return [...hours].map(([count, observed]) => {
    const hour = hourOf(count * 3_600_000);
    const body = gzip(observed.map(({ entry }) => `${entryLine(entry)}\n`).join(''));
    const sha256 = sha256Of(body);
    const [first = '', last = ''] = [observed[0]?.sequenceNumber, observed.at(-1)?.sequenceNumber];
    const key = `${entriesPrefix(region, hour)}${first}-${last}-${sha256}${SUFFIX}`;
    return { key, body, sha256, firstSequenceNumber: first };
  });
}

export const entriesPrefix = (region: string, hour?: TrailHour): string =>
  `${ENTRIES_PREFIX}region=${region}/${hour === undefined ? '' : `${hour}/`}`;

/** Neither a time nor the name of the operating system in the header, so that equal texts are equal bytes. */
function gzip(text: string): Uint8Array {
  const bytes = gzipSync(text);
  const OPERATING_SYSTEM = 9;
  const UNKNOWN = 255;
  bytes[OPERATING_SYSTEM] = UNKNOWN;
  return bytes;
}

export interface TrailObjectName {
  readonly region: string;
  readonly hour: TrailHour;
  readonly sha256: string;
}

const NAME = /^entries\/region=([a-z0-9-]+)\/(dt=[^/]+\/hour=[^/]+)\/\d+-\d+-([0-9a-f]{64})\.ndjson\.gz$/;

/** What the key of a trail's object says; undefined if it is none. */
export function readObjectKey(key: string): TrailObjectName | undefined {
  const [, region, hour, sha256] = NAME.exec(key) ?? [];
  if (region === undefined || hour === undefined || sha256 === undefined) return undefined;
  return Number.isNaN(beginOf(hour)) ? undefined : { region, hour, sha256 };
}

/** The lines of an object; on the left why it has none. */
export function readObject(body: Uint8Array): Either<string, readonly string[]> {
  let text: string;
  try {
    text = gunzipSync(body).toString('utf8');
  } catch (error) {
    return left(`it is not gzip: ${error instanceof Error ? error.message : String(error)}`);
  }
  return text.endsWith('\n') ? right(text.slice(0, -1).split('\n')) : left('its last line has no end');
}
