import * as fc from 'fast-check';
import { fileId } from './file-id';

const part = fc.string({ unit: 'binary', maxLength: 6 });

describe('a file id', () => {
  it('is 22 characters that a URL and a key can hold', () => {
    fc.assert(
      fc.property(part, part, part, (role, key, versionId) =>
        expect(fileId({ role, key, versionId })).toMatch(/^[\w-]{22}$/),
      ),
    );
  });

  it('is another for every other file', () => {
    const file = fc.record({ role: part, key: part, versionId: part });
    fc.assert(
      fc.property(file, file, (one, other) => {
        const same = one.role === other.role && one.key === other.key && one.versionId === other.versionId;
        expect(fileId(one) === fileId(other)).toBe(same);
      }),
    );
    expect(fileId({ role: 'a', key: 'bc', versionId: '' })).not.toBe(fileId({ role: 'ab', key: 'c', versionId: '' }));
  });

  it('stays what it was: stored items and receipts are found by it', () => {
    expect(fileId({ role: 'ingestion-us-east-1', key: 'incoming/weather/a.csv', versionId: 'v1' })).toBe(
      'CAbELj5NI759SCkIKvSD18',
    );
  });
});
