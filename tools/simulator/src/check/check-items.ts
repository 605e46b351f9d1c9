import { unmarshalled } from '../cloud/value';
import type { KnownRecord } from '../world/delivered-file';
import type { Ended } from './ended';
import { identify } from './identity';

interface Writer {
  /** Without the schema version, which is the last to order by. */
  readonly revision: string;
  readonly record: KnownRecord;
  /** The file was deleted before or while it was read: its rows may be there. */
  readonly maybe: boolean;
}

/** The schema version of every dataset that the simulator delivers, and that of the build that is deployed meanwhile. */
const [SCHEMA_VERSION, NEXT_VERSION] = ['#001', '#002'];

/** The items are those of the rows that must win, no more and no fewer; so are the rejected rows. */
export function checkItems({ regions, table, deliveries, isDeployed }: Ended): string[] {
  const winners = new Map<string, Writer>();
  const bySource = new Map<string, Writer>();
  const rejected = new Map<string, boolean>();
  for (const file of deliveries.files) {
    const fileId = identify(file);
    const maybe = file.fatal === 'OBJECT_GONE';
    const time = `${file.lastModified.slice(0, 19).replaceAll('-', '').replaceAll(':', '')}Z`;
    for (const { ordinal, record } of file.rows) {
      if (record === undefined) {
        rejected.set(`rejected#${fileId}#${ordinal}`, maybe);
        continue;
      }
      const revision = `${time}#${fileId}#${String(ordinal).padStart(10, '0')}`;
      const writer = { revision, record, maybe };
      bySource.set(`${fileId}:${ordinal}`, writer);
      const key = `${record.recordId}\u0000${record.timestamp}`;
      const best = winners.get(key);
      if (!maybe && (best === undefined || best.revision < revision)) winners.set(key, writer);
    }
  }
  const versions = isDeployed ? [SCHEMA_VERSION, NEXT_VERSION] : [SCHEMA_VERSION];
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const [key, { item }] of table.items(regions[0]?.region ?? '')) {
    const recordId = String(item['recordId']);
    if (recordId.startsWith('file#') || recordId.startsWith('poison#')) continue;
    seen.add(key);
    if (recordId.startsWith('rejected#')) {
      if (!rejected.has(recordId)) problems.push(`${recordId} was rejected and is a good row, or no row at all`);
      else seen.add(recordId);
      continue;
    }
    problems.push(...wrongItem(item, bySource.get(String(item['source'])), winners.get(key), versions));
  }
  for (const [key, { record }] of winners) if (!seen.has(key)) problems.push(`lost: ${record.recordId}`);
  for (const [id, maybe] of rejected) if (!maybe && !seen.has(id)) problems.push(`lost: ${id}`);
  return problems;
}

function wrongItem(
  item: Readonly<Record<string, unknown>>,
  writer: Writer | undefined,
  winner: Writer | undefined,
  versions: readonly string[],
): string[] {
  const { recordId, revision, source } = item;
  if (writer === undefined || writer.record.recordId !== recordId)
    return [`${recordId} comes from ${source}, which is no such row`];
  if (!versions.some((version) => revision === `${writer.revision}${version}`))
    return [`${recordId} has revision ${revision} instead of ${writer.revision}`];
  if (winner && writer.revision < winner.revision)
    return [`${recordId} is of ${revision}, older than ${winner.revision}`];
  const payload = unmarshalled(item['payload']) as Record<string, unknown>;
  const wrong = Object.entries(writer.record.payload).filter(([name, value]) => payload[name] !== value);
  if (wrong.length > 0)
    return [`${recordId} says ${JSON.stringify(payload)} instead of ${JSON.stringify(writer.record.payload)}`];
  return /someone@/i.test(JSON.stringify(payload)) ? [`${recordId} shows an e-mail address`] : [];
}
