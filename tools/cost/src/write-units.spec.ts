import { insert, overwrite, overwriteMoved, refused } from './write-units';

/** An item of so many bytes. */
function itemOf(bytes: number) {
  const keys = { recordId: 'weather#seattle', timestamp: '2012-01-01T00:00:00.000Z', statusShard: 'PROCESSED#7' };
  const head = Object.entries(keys).reduce((sum, [name, value]) => sum + name.length + value.length, 'filler'.length);
  return { ...keys, filler: 'x'.repeat(bytes - head) };
}

describe('write units', () => {
  it.each([
    [1_024, 2],
    [1_025, 3],
    [3_000, 4],
  ])('of an insert of %d bytes are the item’s and its index entry’s, in both regions', (bytes, expected) => {
    expect(insert(itemOf(bytes))).toEqual({ home: expected, replicated: expected });
  });

  it('of an update under the same index key are those of the larger item', () => {
    expect(overwrite(itemOf(1_025), itemOf(500))).toEqual({ home: 2, replicated: 2 });
    expect(overwrite(itemOf(500), itemOf(1_025))).toEqual({ home: 2, replicated: 2 });
  });

  it('of an update that moves the index entry count it twice', () => {
    expect(overwriteMoved(itemOf(500), itemOf(500))).toEqual({ home: 3, replicated: 3 });
  });

  it('of a failed condition are those of the standing item, in its own region', () => {
    expect(refused(itemOf(1_025))).toEqual({ home: 2, replicated: 0 });
  });
});
