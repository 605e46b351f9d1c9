import { formatFault, formatFaultCodes, quoted } from './fault';

describe('formatFault', () => {
  it('bounds what it quotes, between characters', () => {
    const fault = formatFault('csv.width', 'm', {
      path: 'p'.repeat(300),
      actual: `${'a'.repeat(199)}😀`,
      expected: 'e',
    });
    expect(fault).toEqual({
      code: 'csv.width',
      path: 'p'.repeat(200),
      message: 'm',
      expected: 'e',
      actual: 'a'.repeat(199),
    });
  });

  it('has no member that says nothing', () => {
    expect(formatFault('json.lost', 'm')).toEqual({ code: 'json.lost', path: '', message: 'm' });
  });
});

describe('formatFaultCodes', () => {
  it.each(Object.entries(formatFaultCodes))('%s means: %s', (code, meaning) => {
    expect(code).toMatch(/^(csv|row|json|gzip)\.[a-z0-9]+$/);
    expect(meaning).toMatch(/^[A-Z].*\.$/);
  });
});

describe('quoted', () => {
  it('is one short line', () => {
    expect(quoted('a\n"b')).toBe('"a\\n\\"b"');
    expect(quoted('x'.repeat(100))).toBe(`"${'x'.repeat(60)}…"`);
  });
});
