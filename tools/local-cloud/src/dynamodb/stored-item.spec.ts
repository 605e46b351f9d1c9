import { encodeStored, StoredItem } from './stored-item';

const timestamp = { ms: 1_760_000_000_000, counter: 3, region: 'us-east-1' };

test('an item comes back with its timestamp, whatever is in it', () => {
  const item = { text: { S: 'two\nlines, żółć 🐟 \u0000' } };
  const stored = StoredItem.decode(encodeStored(timestamp, JSON.stringify(item)));
  expect([stored.timestamp, stored.item]).toEqual([timestamp, item]);
});

test('a tombstone has a timestamp and no item', () => {
  const stored = StoredItem.decode(encodeStored(timestamp, ''));
  expect([stored.timestamp, stored.json]).toEqual([timestamp, '']);
});

test('a copy may be changed, the item is the same for all', () => {
  const stored = StoredItem.decode(encodeStored(timestamp, '{"a":{"L":[]}}'));
  stored.copy()['a']!.L!.push({ S: 'x' });
  expect(stored.item).toEqual({ a: { L: [] } });
  expect(stored.item).toBe(stored.item);
});
