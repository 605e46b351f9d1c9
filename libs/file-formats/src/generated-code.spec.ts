import { generated, mayGenerateCode } from './generated-code';

const forbidding = <T>(error: Error, work: () => T): T => {
  const forbid = jest.spyOn(globalThis, 'Function').mockImplementation(() => {
    throw error;
  });
  try {
    return work();
  } finally {
    forbid.mockRestore();
  }
};

describe('generated code', () => {
  it('runs', () => {
    expect(generated(['a', 'b'], 'return a + b;')?.(...([1, 2] as never[]))).toBe(3);
    expect(mayGenerateCode()).toBe(true);
  });

  it('is made once for one text and its parameters, and kept while few others are asked for', () => {
    const made = generated(['a'], 'return a;');
    expect(generated(['a'], 'return a;')).toBe(made);
    expect(generated(['b'], 'return a;')).not.toBe(made);
    for (let other = 0; other < 1_000; other += 1) generated([], `return ${other};`);
    expect(generated(['a'], 'return a;')).not.toBe(made);
  });

  it('is none where it is forbidden, which can be told', () => {
    const forbidden = new EvalError('Code generation from strings disallowed for this context');
    expect(forbidding(forbidden, () => generated([], ''))).toBeUndefined();
    expect(forbidding(forbidden, mayGenerateCode)).toBe(false);
  });

  it('that is wrong is a bug, and no code that is forbidden', () => {
    expect(() => generated([], 'return (')).toThrow(SyntaxError);
  });
});
