import type { Store } from '../store/store';
import type { Committer } from './commit';
import type { Table } from './table';
import { attributeOf, type Item } from './value/attribute-value';
import { afterPrefix } from './value/key-encoding';

/** Times to live that ended longer ago are taken for mistakes and left alone. (Developer Guide, "Using TTL".) */
const OLDEST_EXPIRY_SECONDS = 5 * 365 * 24 * 60 * 60;

function isExpired(item: Item, attribute: string, nowSeconds: number): boolean {
  const expiry = attributeOf(item, attribute)?.N;
  if (expiry === undefined) return false;
  const seconds = Number(expiry);
  return seconds <= nowSeconds && seconds > nowSeconds - OLDEST_EXPIRY_SECONDS;
}

/**
 * Deletes the items of a table whose time to live has ended, as the service itself and not as a client.
 * @param now milliseconds since the epoch
 * @returns how many were deleted
 */
export async function expire(store: Store, committer: Committer, table: Table, now: number): Promise<number> {
  const attribute = table.definition.ttlAttribute;
  if (attribute === undefined) return 0;
  const { items } = table.places;
  const nowSeconds = Math.floor(now / 1000);
  const sought = JSON.stringify(attribute);
  let deleted = 0;
  for await (const [storeKey, value] of store.range({ from: items, to: afterPrefix(items) })) {
    if (!Buffer.from(value.buffer, value.byteOffset, value.byteLength).includes(sought)) continue;
    const key = storeKey.slice(items.length);
    // As it is now, not as it was when the sweep began.
    const before = committer.read(table, key);
    if (before === undefined || !isExpired(before.item, attribute, nowSeconds)) continue;
    await committer.commit([{ table, key, before, after: undefined, expired: true }]);
    deleted++;
  }
  return deleted;
}
