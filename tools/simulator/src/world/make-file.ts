import { gzipSync } from 'node:zlib';
import type { Random } from '../engine/random';
import type { FaultId } from '../nemesis/fault-classes';
import type { FileDraft, KnownRecord, KnownRow } from './delivered-file';
import { hostile, hostileElements, hostileLines, hostileRecords } from './hostile-rows';

export interface FileMaker {
  readonly random: Random;
  readonly strikes: (fault: FaultId, probability: number) => boolean;
  /** A number that no other row of the run has. */
  readonly unique: () => number;
  /** Rows at most. */
  readonly rows: number;
}

const HOSTILE = 0.25;

/** One file of a dataset that ships, with what its maker knows about each of its rows. */
export function makeFile(maker: FileMaker): FileDraft {
  const { random, strikes } = maker;
  const draft = random.pick([readings, readings, readings, postalCodes, orders])(maker);
  const name = strikes('F12', 0.3) ? random.pick(HOSTILE_NAMES) : 'file';
  const named = { ...draft, key: draft.key.replace('*', `${name}-${maker.unique()}`) };
  if (strikes('F15', 0.12)) {
    const key = named.key.replace(/\.[a-z]+$/, '.parquet');
    return { ...named, key, rows: [], fatal: 'UNKNOWN_DATASET' };
  }
  if (named.key.endsWith('.json')) return strikes('F14', 0.08) ? lost(named) : named;
  return random.chance(0.12) || strikes('F16', 0.1) ? compressed(named, maker) : named;
}

const HOSTILE_NAMES = [
  'a b+c%25',
  '../../up',
  'u\u0308ber',
  '\u00fcber',
  'new\nline',
  'a&b=<c>"\'',
  '\u{1f600}',
  '%2e%2e',
];

/** Few keys and few instants make rows meet; many make each row its own. */
function keys({ random }: FileMaker): number {
  return random.pick([5, 50, 100_000]);
}

function readings(maker: FileMaker): FileDraft {
  const { random, strikes, unique } = maker;
  if (strikes('F13', 0.12)) {
    const body = Buffer.from(random.pick(['', '\ufeff', '\n\n', '\r\n']));
    return { key: 'incoming/sensor-readings/*.ndjson', body, rows: [] };
  }
  const sensors = keys(maker);
  const lines: Buffer[] = [];
  const rows: KnownRow[] = [];
  const count = random.below(maker.rows);
  let previous: { readonly line: Buffer; readonly record: KnownRecord } | undefined;
  for (let ordinal = 1; ordinal <= count; ordinal += 1) {
    const bad = random.chance(HOSTILE) && hostile(hostileLines, random, (fault) => strikes(fault, 0.2));
    if (bad) {
      lines.push(bad);
      rows.push({ ordinal });
      continue;
    }
    if (previous === undefined || !random.chance(0.05)) previous = reading(random.below(sensors), unique());
    lines.push(previous.line);
    rows.push({ ordinal, record: previous.record });
  }
  return { key: 'incoming/sensor-readings/*.ndjson', body: joined(lines, maker), rows };
}

function reading(sensor: number, sequence: number): { readonly line: Buffer; readonly record: KnownRecord } {
  const second = String(sensor % 60).padStart(2, '0');
  const temperatureCelsius = (sequence % 4_000) / 8 - 200;
  const line = `{"sensorId":"s${sensor}","takenAt":"2026-01-02T03:04:${second}Z","reading":{"temperatureCelsius":${temperatureCelsius}},"sequence":${sequence}}`;
  return {
    line: Buffer.from(line),
    record: {
      recordId: `sensor-readings#s${sensor}`,
      timestamp: `2026-01-02T03:04:${second}.000Z`,
      payload: { sensorId: `s${sensor}`, temperatureCelsius, sequence },
    },
  };
}

function postalCodes(maker: FileMaker): FileDraft {
  const { random, strikes, unique } = maker;
  const codes = keys(maker);
  const lines: Buffer[] = [Buffer.from('zip_code,latitude,longitude,city,state,county')];
  const rows: KnownRow[] = [];
  const count = random.below(maker.rows);
  for (let ordinal = 1; ordinal <= count; ordinal += 1) {
    const bad = random.chance(HOSTILE) && hostile(hostileRecords, random, (fault) => strikes(fault, 0.2));
    if (bad) {
      lines.push(bad);
      rows.push({ ordinal });
      continue;
    }
    const zipCode = String(random.below(codes)).padStart(5, '0').slice(-5);
    const county = `County ${unique()}`;
    const city = random.chance(0.1) ? 'Two\nLines, "quoted"' : 'Town';
    const latitude = random.below(900) / 10;
    const text = city === 'Town' ? city : `"${city.replaceAll('"', '""')}"`;
    lines.push(Buffer.from(`${zipCode},${latitude},-1.5,${text},NY,${county}`));
    const payload = { zipCode, latitude, city, county };
    rows.push({ ordinal, record: { recordId: `zipcodes#${zipCode}`, timestamp: '2000-01-01T00:00:00.000Z', payload } });
  }
  return { key: 'incoming/zipcodes/*.csv', body: joined(lines, maker), rows };
}

function orders(maker: FileMaker): FileDraft {
  const { random, strikes, unique } = maker;
  const ids = keys(maker);
  const elements: Buffer[] = [];
  const rows: KnownRow[] = [];
  const count = random.below(maker.rows);
  for (let ordinal = 1; ordinal <= count; ordinal += 1) {
    const bad = random.chance(HOSTILE) && hostile(hostileElements, random, (fault) => strikes(fault, 0.2));
    if (bad) {
      elements.push(bad);
      rows.push({ ordinal });
      continue;
    }
    const orderId = `o-${random.below(ids)}`;
    const total = unique();
    elements.push(
      Buffer.from(
        `{"orderId":"${orderId}","placedAt":"2026-02-03T04:05:06Z","customer":{"email":"Someone@Example.com","country":"DE"},"currency":"EUR","items":[],"total":${total}}`,
      ),
    );
    rows.push({
      ordinal,
      record: {
        recordId: `orders#${orderId}`,
        timestamp: '2026-02-03T04:05:06.000Z',
        payload: { orderId, total, currency: 'EUR' },
      },
    });
  }
  const comma = Buffer.from(random.pick([',', ',\n', ' ,\r\n ']));
  const parts = elements.flatMap((element, index) => (index === 0 ? [element] : [comma, element]));
  return { key: 'incoming/orders/*.json', body: Buffer.concat([Buffer.from('['), ...parts, Buffer.from(']')]), rows };
}

/** The array breaks off in an element of its own: the rows before it stand, the rest is one rejected row, the file fails. */
function lost(draft: FileDraft): FileDraft {
  const body = Buffer.concat([
    draft.body.subarray(0, -1),
    Buffer.from(`${draft.rows.length > 0 ? ',' : ''}{"orderId":"o-1`),
  ]);
  return { ...draft, body, rows: [...draft.rows, { ordinal: draft.rows.length + 1 }], fatal: 'UNREADABLE' };
}

function joined(lines: readonly Buffer[], { random, strikes }: FileMaker): Buffer {
  const mixed = strikes('F21', 0.2);
  const last = strikes('F21', 0.3) ? '' : '\n';
  const ends = lines.map((_, index) =>
    index === lines.length - 1 ? last : mixed && random.chance(0.5) ? '\r\n' : '\n',
  );
  return Buffer.concat(lines.flatMap((line, index) => [line, Buffer.from(ends[index] ?? '')]));
}

/** In one or two members; cut or with a wrong checksum it is fatal, and the rows before that stand. */
function compressed(draft: FileDraft, { random, strikes }: FileMaker): FileDraft {
  const { body } = draft;
  const half = strikes('F16', 0.3) ? random.below(body.length + 1) : body.length;
  const members = half < body.length ? [body.subarray(0, half), body.subarray(half)] : [body];
  const bytes = Buffer.concat(members.map((member) => gzipSync(member, { level: 1 })));
  const zipped = { ...draft, key: `${draft.key}.gz`, body: bytes };
  const endsWithNewline = body.at(-1) === 10 && body.length > 0;
  if (members.length === 1 && endsWithNewline && strikes('F16', 0.15)) {
    bytes.writeUInt32LE((bytes.readUInt32LE(bytes.length - 8) ^ 0x5555) >>> 0, bytes.length - 8);
    return { ...zipped, fatal: 'UNREADABLE' };
  }
  if (members.length === 1 && endsWithNewline && strikes('F14', 0.15)) {
    // Into the trailer: every row was there, and nobody can know.
    return { ...zipped, body: bytes.subarray(0, bytes.length - 1 - random.below(7)), fatal: 'UNREADABLE' };
  }
  return zipped;
}

/** A file of 200 rows, some of them bad, a few of one key: what is killed at every await. */
export function twoHundredRows(): FileDraft {
  const lines: Buffer[] = [];
  const rows: KnownRow[] = [];
  for (let ordinal = 1; ordinal <= 200; ordinal += 1) {
    const { line, record } = reading(ordinal % 150, ordinal);
    const bad = ordinal % 50 === 0;
    lines.push(bad ? Buffer.from('not JSON') : line);
    rows.push(bad ? { ordinal } : { ordinal, record });
  }
  return { key: 'incoming/sensor-readings/two-hundred-rows.ndjson', body: Buffer.from(lines.join('\n')), rows };
}
