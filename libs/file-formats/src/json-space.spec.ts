import { skipSpaces, trimSpaces } from './json-space';

describe('the white space of JSON', () => {
  it('is skipped and trimmed, and nothing else is', () => {
    const text = ' \t\r\n\u00a0x\u2028 \n';
    expect(skipSpaces(text, 0)).toBe(4);
    expect(trimSpaces(text, 0, text.length)).toBe(7);
    expect(skipSpaces('  ', 1)).toBe(2);
    expect(trimSpaces('a  ', 1, 3)).toBe(1);
  });
});
