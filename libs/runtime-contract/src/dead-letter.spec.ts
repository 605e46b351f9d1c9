import * as fc from 'fast-check';
import { type DeadLetterContext, deadLetterAttributes, readDeadLetter } from './dead-letter';

const context: DeadLetterContext = {
  code: 'UNREADABLE',
  reason: 'gzip.corrupt: the gzip data is damaged.',
  fileId: 'AbCdEfGhIjKlMnOpQrStUv',
  key: 'incoming/weather/a.csv.gz',
  slice: 0,
  region: 'us-east-1',
  receives: 3,
  firstSeen: '2026-03-14T09:26:53.000Z',
  lastSeen: '2026-03-14T09:31:00.000Z',
  repair: 'Upload the file again.',
};

describe('the context of a dead letter', () => {
  it('is read as it was written', () => {
    expect(readDeadLetter(deadLetterAttributes(context))).toEqual(context);
    const { fileId: _file, key: _key, slice: _slice, ...nobodys } = context;
    expect(readDeadLetter(deadLetterAttributes(nobodys))).toEqual(nobodys);
  });

  it('is absent from a message that SQS moved by itself, or that somebody else sent', () => {
    expect(readDeadLetter(undefined)).toBeUndefined();
    expect(readDeadLetter({ code: { StringValue: 'X' } })).toBeUndefined();
  });

  it('is what SQS takes, whatever the key and the reason hold: ten attributes, 32 KB, no control, no half character', () => {
    const anything = fc.string({ unit: 'binary', maxLength: 3_000 });
    fc.assert(
      fc.property(anything, anything, (key, reason) => {
        const attributes = Object.values(deadLetterAttributes({ ...context, key, reason }));
        const values = attributes.map(({ StringValue }) => StringValue);
        expect(attributes.length).toBeLessThanOrEqual(10);
        expect(Buffer.byteLength(values.join(''))).toBeLessThan(32_768);
        for (const value of values) {
          expect(value).not.toBe('');
          // eslint-disable-next-line no-control-regex -- controls are what it looks for
          expect(value).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
          expect(Buffer.from(value).toString()).toBe(value);
        }
      }),
    );
  });
});
