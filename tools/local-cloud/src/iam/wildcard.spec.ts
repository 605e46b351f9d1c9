import fc from 'fast-check';
import { matchesArn, matchesWildcard } from './wildcard';

/** The naive model: the pattern as a regular expression. */
const naive = (pattern: string, text: string) =>
  new RegExp(
    `^${pattern
      .replace(/[.+^$(){}|[\]\\]/g, '\\$&')
      .replaceAll('*', '[^]*')
      .replaceAll('?', '[^]')}$`,
  ).test(text);

const alphabet = fc.constantFrom('a', 'b', '.', ':', '/', '\n');
const pattern = fc.string({ unit: fc.oneof(alphabet, fc.constantFrom('*', '?')), maxLength: 12 });
const text = fc.string({ unit: alphabet, maxLength: 14 });

describe('wildcard', () => {
  it('matches as the regular expression does that says the same', () => {
    fc.assert(
      fc.property(pattern, text, (p, t) => matchesWildcard(p, t) === naive(p, t)),
      { numRuns: 5_000 },
    );
  });

  it('matches a pattern that was made from the text', () => {
    const derived = fc.tuple(text, fc.array(fc.nat(13), { maxLength: 3 })).map(([t, cuts]) => {
      let p = t;
      for (const cut of cuts) p = `${p.slice(0, cut)}*${p.slice(cut + 2)}`;
      return [p, t] as const;
    });
    fc.assert(fc.property(derived, ([p, t]) => matchesWildcard(p, t)));
  });

  it('does not blow up on many stars', () => {
    expect(matchesWildcard(`${'*a'.repeat(30)}*b`, 'a'.repeat(20_000))).toBe(false);
  });
});

describe('ARN', () => {
  it.each([
    ['arn:aws:s3:::bucket', 'arn:aws:s3:::bucket', true],
    ['arn:aws:s3:::buck*', 'arn:aws:s3:::bucket', true],
    ['arn:aws:iam::*:role/r-*', 'arn:aws:iam::000000000000:role/r-1', true],
    ['arn:*:role/r', 'arn:aws:iam::000000000000:role/r', false],
    ['arn:aws:*', 'arn:aws:iam::000000000000:role/r', false],
    ['*', 'arn:aws:iam::000000000000:role/r', true],
    ['arn:aws:lambda:us-east-1:0:function:*', 'arn:aws:lambda:us-east-1:0:function:f:1', true],
  ])('%s against %s is %s', (p, arn, matches) => {
    expect(matchesArn(p, arn)).toBe(matches);
  });
});
