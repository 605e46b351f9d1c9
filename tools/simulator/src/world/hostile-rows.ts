import type { Random } from '../engine/random';
import type { FaultId } from '../nemesis/fault-classes';

/** Rows that a reader or a schema must refuse, and nothing but them; each is one physical line. */
interface HostileRow {
  readonly fault: FaultId;
  readonly bytes: Buffer;
}

/** Longer than the limit that the simulated function runs with. */
export const MAX_ROW_BYTES = 8_192;

const reading = (temperature: string, sensorId = '"s1"') =>
  `{"sensorId":${sensorId},"takenAt":"2026-01-02T03:04:05Z","reading":{"temperatureCelsius":${temperature}}}`;

const row = (fault: FaultId, text: string | Buffer): HostileRow => ({ fault, bytes: Buffer.from(text as string) });

export const hostileLines: readonly HostileRow[] = [
  row('F14', '{"sensorId":"s1","takenAt":'),
  row('F18', Buffer.from([...Buffer.from('{"sensorId":"'), 0xc0, 0xaf, ...Buffer.from('"}')])),
  row('F18', Buffer.from([...Buffer.from('{"firmware":"'), 0xed, 0xa0, 0x80, ...Buffer.from('"}')])),
  row('F18', reading('1', '"\\ud800"')),
  row('F19', Buffer.from(reading('1', '"Z\u00fcrich"'), 'latin1')),
  row('F20', reading('1', '"s\u00001"')),
  row('F21', reading('"1\u2028"')),
  row('F22', `${'['.repeat(4_000)}${']'.repeat(4_000)}`),
  row('F23', reading('1').replace('}', `},"firmware":"${'x'.repeat(MAX_ROW_BYTES)}"`)),
  row('F24', '{"__proto__":{"admin":true}}'),
  row('F24', '{"constructor":{"prototype":{"admin":true}}}'),
  row('F24', reading('1e400')),
  row('F25', reading('1').slice(0, -2)),
  row('F25', '{}'),
  row('F25', '5'),
];

export const hostileRecords: readonly HostileRow[] = [
  row('F18', Buffer.from([...Buffer.from('12345,1,1,'), 0xff, ...Buffer.from(',NY,K')])),
  row('F19', Buffer.from('12345,1,1,Z\u00fcrich,NY,K', 'latin1')),
  row('F20', '123\u000045,1,1,Town,NY,K'),
  row('F24', '12345,1e400,1,Town,NY,K'),
  row('F25', '12345,1,1'),
  row('F25', '12345,1,1,Town,NY,K,too many'),
  row('F25', '12345,1,1,To"wn,NY,K'),
  row('F25', 'abcde,1,1,Town,NY,K'),
];

export const hostileElements: readonly HostileRow[] = [
  row('F18', Buffer.from([...Buffer.from('{"orderId":"'), 0xc0, 0xaf, ...Buffer.from('"}')])),
  row('F22', `${'['.repeat(60)}${']'.repeat(60)}`),
  row('F24', '{"__proto__":{"admin":true}}'),
  row('F24', '1e400'),
  row('F25', 'null'),
  row('F25', '{"orderId":5}'),
];

/** One of those whose fault belongs to this run. */
export function hostile(
  rows: readonly HostileRow[],
  random: Random,
  strikes: (fault: FaultId) => boolean,
): Buffer | undefined {
  const chosen = random.pick(rows);
  return strikes(chosen.fault) ? chosen.bytes : undefined;
}
