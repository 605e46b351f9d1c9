import { createHmac } from 'node:crypto';
import { pseudonym } from './pseudonym';

const key = (letter: string) => Buffer.alloc(32, letter);
const hmacKeys = [
  { notBefore: '2026-06-01T00:00:00Z', key: key('b') },
  { notBefore: '1970-01-01T00:00:00Z', key: key('a') },
];
const expected = (letter: string) => createHmac('sha256', key(letter)).update('ann').digest('base64url');

describe('a pseudonym', () => {
  it.each([
    ['2026-05-31T23:59:59.000Z', 'a'],
    ['2026-06-01T00:00:00.000Z', 'b'],
    ['2030-01-01T00:00:00.000Z', 'b'],
  ])('of a file of %s is made with the newest key that is not after it', (lastModified, letter) => {
    expect(pseudonym('ann', { lastModified, hmacKeys })).toBe(expected(letter));
  });

  it('without a key is a fault of the configuration, not of the row', () => {
    expect(() => pseudonym('ann', { lastModified: '1960-01-01T00:00:00.000Z', hmacKeys })).toThrow(
      "There is no key for files of 1960-01-01T00:00:00.000Z. Append one to the pipeline's secret.",
    );
  });
});
