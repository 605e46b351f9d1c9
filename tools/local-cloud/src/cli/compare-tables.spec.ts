import { compareTables, type TableItem } from './compare-tables';

const item = (recordId: string, more: TableItem = {}): TableItem => ({
  recordId: { S: recordId },
  timestamp: { S: '2026' },
  payload: { M: { a: { N: '1' }, b: { S: 'x' } } },
  ...more,
});
async function* table(...items: readonly TableItem[]) {
  yield* items;
}
const SAME = { onlyLeft: 0, onlyRight: 0, changed: 0 };

describe('two tables', () => {
  it('are the same whatever wrote their items, when, and in which order of their attributes', async () => {
    const east = item('w#1', { processedAt: { N: '1' }, originRegion: { S: 'us-east-1' }, done: { NS: ['1', '2'] } });
    const { recordId, ...rest } = item('w#1', { echo: { BOOL: true }, done: { NS: ['2', '1'] } });
    const west = { ...rest, payload: { M: { b: { S: 'x' }, a: { N: '1' } } }, recordId } as TableItem;
    expect(await compareTables(table(east, item('w#2')), table(west, item('w#2')))).toEqual(SAME);
    expect(await compareTables(table(), table())).toEqual(SAME);
  });

  it('have the same receipts when status, rows, rejected and the sum are', async () => {
    const receipt = (more: TableItem) =>
      item('file#1', { rows: { N: '3' }, stored: { N: '2' }, duplicate: { N: '0' }, rejected: { N: '1' }, ...more });
    const other = receipt({ stored: { N: '1' }, duplicate: { N: '1' }, completedAt: { N: '5' } });
    expect(await compareTables(table(receipt({})), table(other))).toEqual(SAME);
    const short = receipt({ stored: { N: '1' } });
    expect(await compareTables(table(receipt({})), table(short))).toMatchObject({ changed: 1, first: 'file#1 2026' });
  });

  it('differ by what one lacks and by content, and the first such key is told', async () => {
    const left = table(item('a'), item('b'), item('c', { payload: { S: 'other' } }), item('é'));
    const right = table(item('b'), item('c'), item('d'), item('e'));
    expect(await compareTables(left, right)).toEqual({ onlyLeft: 2, onlyRight: 2, changed: 1, first: 'a 2026' });
    expect(await compareTables(table(), table(item('z')))).toEqual({ ...SAME, onlyRight: 1, first: 'z 2026' });
  });

  it('are compared in the order of the bytes of their keys', async () => {
    // U+FF5E sorts before U+1F600 by bytes, after it by UTF-16 code units.
    const items = [item('～'), item('😀')];
    expect(await compareTables(table(...items), table(...items.slice(1)))).toMatchObject({ onlyLeft: 1, onlyRight: 0 });
  });
});
