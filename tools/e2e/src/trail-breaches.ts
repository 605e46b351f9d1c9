import { contentOf, type Entry, entryLine, foldEntries } from '@pipeline/audit-trail';
import { isLeft } from 'fp-ts/Either';

type Item = Readonly<Record<string, unknown>>;

/** An item as the document of an entry has it, by its key. */
function contents(items: readonly Item[]): ReadonlyMap<string, string> {
  return new Map(
    items.map((item) => {
      const content = contentOf(JSON.parse(JSON.stringify(item, binaryAsBase64)));
      if (isLeft(content)) throw new Error(`An item of the table has no content: ${content.left}.`);
      const { recordId, timestamp } = item as { recordId: { S: string }; timestamp: { S: string } };
      return [JSON.stringify([recordId.S, timestamp.S]), JSON.stringify(sorted(content.right))];
    }),
  );
}

const binaryAsBase64 = (_name: string, value: unknown): unknown =>
  value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;

/** With the members of every map in one order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, member]) => [name, sorted(member)]),
  );
}

/** What is wrong with what entries tell of a table that is there: a sentence for each kind, with how many and one of them. */
function foldBreaches(whose: string, entries: readonly Entry[], items: ReadonlyMap<string, string>): readonly string[] {
  const told = foldEntries(entries);
  const missing = [...items.keys()].filter((key) => !told.has(key));
  const invented = [...told.keys()].filter((key) => !items.has(key));
  const other = [...told].filter(
    ([key, { image }]) => items.has(key) && items.get(key) !== JSON.stringify(sorted(image)),
  );
  const say = (what: string, keys: readonly string[]) =>
    keys.length === 0 ? [] : [`${whose} ${what} ${keys.length} items, such as ${keys[0]}.`];
  return [
    ...say('does not tell of', missing),
    ...say('tells of an item that is not there:', invented),
    ...say(
      'tells another content of',
      other.map(([key]) => key),
    ),
  ];
}

/**
 * What does not hold of two regions' trails of one table: one entry for each item and revision over both, equal where both
 * have it; and each trail alone, and both together, folded from nothing, are the table. None is what is wanted.
 * @param items of either region, in DynamoDB's JSON: both are the same
 */
export function trailBreaches(
  trails: Readonly<Record<string, readonly Entry[]>>,
  items: readonly Item[],
): readonly string[] {
  const merged = new Map<string, Entry>();
  const breaches: string[] = [];
  for (const [region, entries] of Object.entries(trails)) {
    if (new Set(entries.map(({ entryId }) => entryId)).size < entries.length) {
      breaches.push(`The trail of ${region} has an identity twice.`);
    }
    for (const entry of entries) {
      const standing = merged.get(entry.entryId);
      if (standing !== undefined && entryLine(standing) !== entryLine(entry)) {
        breaches.push(`The trails differ in ${entry.entryId}, ${entry.recordId}.`);
      }
      merged.set(entry.entryId, entry);
    }
  }
  const written = [...merged.values()].filter(({ action }) => action === 'WRITTEN');
  const revisions = new Set(written.map((one) => JSON.stringify([one.recordId, one.timestamp, one.revision])));
  if (revisions.size < written.length) breaches.push('An item has two entries of one revision.');
  const table = contents(items);
  return [
    ...breaches,
    ...Object.entries(trails).flatMap(([region, entries]) => foldBreaches(`The trail of ${region}`, entries, table)),
    ...foldBreaches('Both trails together', [...merged.values()], table),
  ];
}
