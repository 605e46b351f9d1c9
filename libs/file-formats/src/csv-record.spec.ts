import fc from 'fast-check';
import { recordShape } from './csv-record';

const hostile = fc.constantFrom('__proto__', 'constructor', '"', '\\', '\u2028', "']);throw 1;//", '${x}', '0', '\0');
const names = fc.uniqueArray(fc.oneof(hostile, fc.string({ unit: 'binary' })), { minLength: 1, maxLength: 10 });

describe('recordShape', () => {
  it('gives every column its field, whatever its name', () => {
    fc.assert(
      fc.property(names, (header) => {
        const fields = header.map((_, index) => `field ${index}`);
        const record = recordShape(header).build(fields) as Record<string, string>;
        expect(Object.getPrototypeOf(record)).toBeNull();
        expect(Object.keys(record).sort()).toEqual([...header].sort());
        header.forEach((name, index) => expect(record[name]).toBe(fields[index]));
      }),
    );
  });

  it('gives equal records where code generation is forbidden, and says so', () => {
    const header = ['b', '__proto__', '1', 'a'];
    const forbid = jest.spyOn(globalThis, 'Function').mockImplementation(() => {
      throw new EvalError('Code generation from strings disallowed for this context');
    });
    const looped = recordShape(header);
    forbid.mockRestore();
    const compiled = recordShape(header);
    expect([compiled.compiled, looped.compiled]).toEqual([true, false]);
    const fields = ['w', 'x', 'y', 'z'];
    expect(Object.entries(looped.build(fields) as object)).toEqual(Object.entries(compiled.build(fields) as object));
  });

  it('serves wide headers', () => {
    const header = Array.from({ length: 1500 }, (_, index) => `c${index}`);
    expect(recordShape(header).build(header)).toMatchObject({ c0: 'c0', c1499: 'c1499' });
  });
});
