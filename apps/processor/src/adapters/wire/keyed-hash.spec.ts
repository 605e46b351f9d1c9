import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { keyedHash } from './keyed-hash';

const ascii = fc.string({ unit: fc.integer({ min: 0, max: 127 }).map((code) => String.fromCharCode(code)) });

it('is HMAC-SHA-256, of one text after another, under any key that fits a block', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), fc.array(ascii, { maxLength: 5 }), (key, texts) => {
      const hash = keyedHash(Buffer.from(key));
      for (const text of texts) expect(hash(text)).toBe(createHmac('sha256', key).update(text).digest('hex'));
    }),
  );
});
