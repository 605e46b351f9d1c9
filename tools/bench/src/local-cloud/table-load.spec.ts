import { ITEM_BYTES, putRequest } from './table-load';

interface Put {
  readonly Item: Readonly<Record<string, { readonly S: string }>>;
  readonly ExpressionAttributeValues: Readonly<Record<string, unknown>>;
}

describe('the rows of the table benchmark', () => {
  it.each([1, 999, 123_456])('are of the size that is measured: row %i', (row) => {
    const { Item } = JSON.parse(putRequest('t', 'lx2k9f0a', row)) as Put;
    const size = Object.entries(Item).reduce((sum, [name, { S }]) => sum + name.length + S.length, 0);
    expect(size).toBe(ITEM_BYTES);
  });

  it('have keys of their own, an entry in the index and the condition’s values', () => {
    const [one, two] = [1, 2].map((row) => JSON.parse(putRequest('t', 'run', row)) as Put);
    expect(one?.Item['recordId']).not.toEqual(two?.Item['recordId']);
    expect(one?.Item['statusShard']).toEqual({ S: 'PROCESSED#1' });
    expect(one?.ExpressionAttributeValues).toEqual({
      ':revision': one?.Item['revision'],
      ':contentHash': one?.Item['contentHash'],
    });
  });
});
