import fc from 'fast-check';
import { Cursor } from './cursor';

describe('Cursor', () => {
  it('answers as indexOf does, whatever the order of questions', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 30 });
    fc.assert(
      fc.property(text, fc.constantFrom('a', 'ab', 'aba'), fc.array(fc.nat(30)), (input, needle, questions) => {
        const cursor = new Cursor(needle);
        cursor.reset(input);
        for (const at of questions) {
          const found = input.indexOf(needle, at);
          expect(cursor.at(at)).toBe(found < 0 ? input.length : found);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('searches a text without the needle once', () => {
    const search = jest.spyOn(String.prototype, 'indexOf');
    const cursor = new Cursor('x');
    cursor.reset('a'.repeat(1000));
    for (let at = 0; at < 1000; at += 1) cursor.at(at);
    expect(search).toHaveBeenCalledTimes(1);
    search.mockRestore();
  });
});
