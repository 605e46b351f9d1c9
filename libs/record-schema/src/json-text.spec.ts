import * as fc from 'fast-check';
import { quoted } from './json-text';

it('any text is quoted as JSON does it', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => expect(quoted(text)).toBe(JSON.stringify(text))));
  expect(quoted('\ud800')).toBe('"\\ud800"');
  expect(quoted('a\u2028"\\\n')).toBe(JSON.stringify('a\u2028"\\\n'));
});
