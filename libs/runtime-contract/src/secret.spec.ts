import { isRight, left, right } from 'fp-ts/Either';
import * as fc from 'fast-check';
import { appendHmacKey, keepsKeys, parsePipelineSecret } from './secret';

const key = 'k'.repeat(32);
const bytes = Buffer.from(key);

describe('the secret of the pipeline', () => {
  it('as it is generated has one key', () => {
    const generated = JSON.stringify({ notBefore: '1970-01-01T00:00:00Z', key });
    expect(parsePipelineSecret(generated)).toEqual(right([{ notBefore: '1970-01-01T00:00:00Z', key: bytes }]));
  });

  it('after rotations has several, which come in the order of their instants', () => {
    const keys = ['2026-06-01T00:00:00Z', '1970-01-01T00:00:00Z'].map((notBefore) => ({ notBefore, key }));
    const parsed = parsePipelineSecret(JSON.stringify({ keys }));
    expect(parsed).toEqual(right([...keys].reverse().map(({ notBefore }) => ({ notBefore, key: bytes }))));
  });

  it.each([
    ['nothing', 'The secret is not JSON.'],
    ['{"key":"x"}', 'The secret holds no list of keys with `notBefore` and `key`.'],
    ['{"keys":[]}', 'The secret holds no key.'],
    [JSON.stringify({ notBefore: 'soon', key }), 'A key of the secret has no instant in `notBefore`.'],
    ['{"notBefore":"1970-01-01T00:00:00Z","key":"guess"}', 'A key of the secret is shorter than 32 bytes.'],
  ])('that is wrong is told without showing it: %#', (text, sentence) => {
    expect(parsePipelineSecret(text)).toEqual(left(sentence));
  });
});

describe('a key that is appended', () => {
  const first = { notBefore: '1970-01-01T00:00:00Z', key };
  const added = { notBefore: '2026-06-01T00:00:00.000Z', key: 'n'.repeat(64) };

  it('is the last, and the others stay as they were', () => {
    const appended = appendHmacKey(JSON.stringify(first), added);
    expect(appended).toEqual(right(JSON.stringify({ keys: [first, added] })));
  });

  it('changes no key of any secret', () => {
    const entry = fc.record({
      notBefore: fc
        .date({ min: new Date(0), max: new Date('2026-01-01'), noInvalidDate: true })
        .map((date) => date.toISOString()),
      key: fc.string({ unit: 'grapheme', minLength: 32, maxLength: 40 }),
    });
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 5 }), (keys) => {
        const before = parsePipelineSecret(JSON.stringify({ keys }));
        const appended = appendHmacKey(JSON.stringify({ keys }), added);
        if (!isRight(before) || !isRight(appended)) throw new Error('Both are secrets.');
        const after = parsePipelineSecret(appended.right);
        expect(isRight(after) && keepsKeys(after.right, before.right)).toBe(true);
        expect(isRight(after) && after.right.length).toBe(keys.length + 1);
      }),
    );
  });

  it('is refused if it is no key, or not the latest', () => {
    const text = JSON.stringify(first);
    expect(appendHmacKey(text, { ...added, key: 'short' })).toEqual(
      left('A key of the secret is shorter than 32 bytes.'),
    );
    expect(appendHmacKey(text, { ...added, notBefore: first.notBefore })).toEqual(
      left('The secret has a key that is valid later than the one to be added.'),
    );
    expect(appendHmacKey('{}', added)).toEqual(left('The secret holds no list of keys with `notBefore` and `key`.'));
  });

  it('is missed where a key was dropped or changed', () => {
    const one = { notBefore: first.notBefore, key: bytes };
    const other = { notBefore: added.notBefore, key: bytes };
    expect(keepsKeys([one, other], [one])).toBe(true);
    expect(keepsKeys([other], [one])).toBe(false);
    expect(keepsKeys([{ ...one, key: Buffer.from('x'.repeat(32)) }], [one])).toBe(false);
  });
});
