import * as fc from 'fast-check';
import { datasets } from './registry';
import { itemSize, MAX_ITEM_BYTES } from './item-size';
import { toRejectedRow } from './rejected-row';

const FILE = { fileId: 'A'.repeat(22), lastModified: '2026-03-14T09:26:53.000Z', region: 'us-east-1', shardCount: 16 };
const weather = datasets.get('weather')!;
const orders = datasets.get('orders')!;
const position = (length: number) => ({ ordinal: 3, offset: 99, line: 4, length });
const reject = (raw: Uint8Array, message = 'wrong') =>
  toRejectedRow(
    weather,
    FILE,
    { position: position(raw.length), faults: [{ code: 'field.type', path: 'wind', message }], raw },
    5,
  );

describe('a rejected row', () => {
  it('holds its faults, its place and its bytes, to be repaired and replayed', () => {
    expect(reject(Buffer.from('2026-01-01,x'))).toEqual({
      recordId: `rejected#${FILE.fileId}#3`,
      timestamp: FILE.lastModified,
      processingStatus: 'REJECTED',
      statusShard: expect.stringMatching(/^REJECTED#\d+$/),
      dataset: 'weather',
      fileId: FILE.fileId,
      ordinal: 3,
      offset: 99,
      line: 4,
      length: 12,
      faults: [{ code: 'field.type', path: 'wind', message: 'wrong' }],
      raw: '2026-01-01,x',
      originRegion: 'us-east-1',
      processedAt: 5,
      expiresAt: Date.parse(FILE.lastModified) / 1_000 + 400 * 86_400,
    });
  });

  it('whose bytes are no UTF-8 keeps them as bytes', () => {
    const row = reject(Uint8Array.of(0xff, 0x41));
    expect(row.raw).toBeUndefined();
    expect(row.rawBytes).toEqual(Uint8Array.of(0xff, 0x41));
  });

  it('of which more was delivered than kept says so', () => {
    expect(reject(Buffer.alloc(100_000, 'a'))).toMatchObject({ rawTruncated: true, raw: 'a'.repeat(65_536) });
    expect(reject(Buffer.alloc(65_536, 'a')).rawTruncated).toBeUndefined();
  });

  it('that is cut stays text: no character is cut in two', () => {
    for (const character of ['é', '値', '😀']) {
      for (let shift = 0; shift < 4; shift += 1) {
        const text = 'a'.repeat(shift) + character.repeat(70_000);
        const row = reject(Buffer.from(text));
        expect(row.rawTruncated).toBe(true);
        expect(text.startsWith(row.raw ?? 'not text')).toBe(true);
        expect(Buffer.byteLength(row.raw ?? '')).toBeGreaterThan(65_532);
      }
    }
    const noText = reject(Buffer.alloc(70_000, 0x80));
    expect([noText.raw, noText.rawBytes?.length]).toEqual([undefined, 65_536]);
  });

  it('always fits its item', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 5_000 }), (faults, length) => {
        const fault = {
          code: 'x'.repeat(20),
          path: '値'.repeat(length),
          message: '値'.repeat(length),
          expected: '値'.repeat(length),
          actual: '値'.repeat(length),
        };
        const row = toRejectedRow(
          weather,
          FILE,
          {
            position: position(1 << 20),
            faults: Array.from({ length: faults }, () => fault),
            raw: Buffer.alloc(1 << 17, 'é'),
          },
          5,
        );
        expect(itemSize(row)).toBeLessThan(MAX_ITEM_BYTES);
      }),
    );
  });
});

describe('a rejected row of a dataset with personal data', () => {
  const value = {
    orderId: 'x y',
    customer: { email: 'ann@example.com', country: 'US', Email: 'ann@example.com' },
    items: [{ sku: 'a', note: 'for ann@example.com' }],
    contact: 'ann@example.com',
  };

  it('keeps the members that its schema knows, without the personal ones', () => {
    const raw = Buffer.from(JSON.stringify(value));
    const row = toRejectedRow(orders, FILE, { position: position(raw.length), faults: [], raw, value }, 5);
    expect(JSON.parse(row.raw ?? '')).toEqual({ orderId: 'x y', customer: { country: 'US' }, items: [{ sku: 'a' }] });
    expect(row.redacted).toBe(true);
    expect(JSON.stringify(row)).not.toContain('ann@');
  });

  it('that could not be read keeps its place and the code of its fault only', () => {
    const raw = Buffer.from('{"email":"ann@example.com"');
    const fault = {
      code: 'json.syntax',
      path: '',
      message: 'Unexpected end after "ann@example.com"',
      actual: 'ann@example.com',
    };
    const row = toRejectedRow(orders, FILE, { position: position(raw.length), faults: [fault], raw }, 5);
    expect(row).toMatchObject({ line: 4, redacted: true });
    expect(row.faults.map(({ code }) => code)).toEqual(['json.syntax']);
    expect(JSON.stringify(row)).not.toContain('ann');
  });

  it('shows nothing personal wherever a text stands for an object', () => {
    for (const hidden of [
      'ann@example.com',
      { customer: 'ann@example.com' },
      ['ann@example.com'],
      { items: 'ann@example.com' },
    ]) {
      const row = toRejectedRow(
        orders,
        FILE,
        { position: position(9), faults: [], raw: Buffer.from('x'), value: hidden },
        5,
      );
      expect(JSON.stringify(row)).not.toContain('ann@');
    }
  });
});
