import * as t from 'io-ts';
import { described, listOf, oneOf, wholeNumber, wholeNumberText, written } from './codecs/described';
import { decode } from './decode';
import { Refusal } from './errors';

const word = written('a word', /^[a-z]+$/);
const request = t.intersection([
  t.type({ word, parts: listOf(t.type({ number: wholeNumber(1, 9) }), 30) }),
  t.partial({ kind: oneOf('one', 'two'), flag: described('true or false', { type: 'boolean' }, t.boolean.is) }),
]);

/** The refusal of a value, as who sent it reads it. */
function refusalOf(codec: t.Any, value: unknown, where: 'path' | 'query' | 'body' = 'body'): Refusal {
  try {
    decode(codec, value, where);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('Nothing was refused.');
}
const faultsOf = (...given: Parameters<typeof refusalOf>) => refusalOf(...given).faults;

describe('a part of a request', () => {
  it('that fits is what the codec makes of it', () => {
    expect(decode(t.type({ limit: wholeNumberText(1, 100) }), { limit: '007' }, 'query')).toEqual({ limit: 7 });
  });

  it('that does not is refused with the place of every fault, and what was expected there', () => {
    const value = { word: 'A1', parts: [{ number: 1 }, { number: 10 }, {}], kind: 'three', flag: 'yes' };
    const refusal = refusalOf(request, value);
    expect([refusal.code, refusal.message]).toEqual([
      'invalid-input',
      'The body of the request does not fit: see faults, and /openapi.json.',
    ]);
    expect(refusal.faults).toEqual([
      { path: 'body.word', message: 'It is "A1": expected a word.' },
      { path: 'body.parts[1].number', message: 'It is 10: expected a whole number from 1 to 9.' },
      { path: 'body.parts[2].number', message: 'It is missing: expected a whole number from 1 to 9.' },
      { path: 'body.kind', message: 'It is "three": expected one of one, two.' },
      { path: 'body.flag', message: 'It is "yes": expected true or false.' },
    ]);
  });

  it.each([
    ['query', 'query.word'],
    ['path', 'path.word'],
  ] as const)('is named: %s', (where, path) => {
    expect(faultsOf(t.type({ word }), {}, where)).toEqual([{ path, message: 'It is missing: expected a word.' }]);
  });

  it.each([undefined, null, 'text', 7, []])('%j is no object: the faults are where its members should be', (value) => {
    expect(faultsOf(request, value).length).toBeGreaterThan(0);
    for (const { path } of faultsOf(request, value)) expect(path).toMatch(/^body/);
  });

  it('says each place once, though a union tries it more than once', () => {
    const either = t.type({ value: t.union([wholeNumber(1, 2), wholeNumber(3, 4)]) });
    expect(faultsOf(either, { value: 9 }).map(({ path }) => path)).toEqual(['body.value']);
  });

  it('says no more than twenty faults, and of a long value its beginning', () => {
    const parts = Array.from({ length: 30 }, () => ({ number: 0 }));
    expect(faultsOf(request, { word: 'a', parts })).toHaveLength(20);
    const [{ message = '' } = {}] = faultsOf(t.type({ word }), { word: 'X'.repeat(500) });
    expect(message).toBe(`It is "${'X'.repeat(99)}…: expected a word.`);
  });

  it('may hold what JSON can not say', () => {
    expect(faultsOf(t.type({ word }), { word: Symbol('s') })[0]?.message).toContain('expected a word');
  });
});
