import { isLeft } from 'fp-ts/Either';
import { datasets } from './registry';
import { rowPreparer } from './row-preparer';

const FILE = { fileId: 'A'.repeat(22), lastModified: '2026-03-14T09:26:53.000Z', region: 'us-east-1', shardCount: 16 };
const KEYS = [{ notBefore: '1970-01-01T00:00:00Z', key: Buffer.alloc(32, 'k') }];
const sensors = datasets.get('sensor-readings')!;
const reading = '"sensorId":"s-1","takenAt":"2026-01-01T00:00:00Z"';
const temperature = '"temperatureCelsius":20.5';
const plain = `{${reading},"reading":{${temperature}}}`;

const prepared = (text: string, region = 'us-east-1', now = 5) =>
  rowPreparer(sensors, { ...FILE, region })(JSON.parse(text), 3, now);

describe('a row that fits', () => {
  it('becomes the item of its record', () => {
    expect(prepared(plain)).toMatchObject({
      right: {
        recordId: 'sensor-readings#s-1',
        timestamp: '2026-01-01T00:00:00.000Z',
        source: `${FILE.fileId}:3`,
        payload: { sensorId: 's-1', temperatureCelsius: 20.5 },
        originRegion: 'us-east-1',
        processedAt: 5,
      },
    });
  });

  it('becomes the same item wherever and whenever that is, but for who wrote it and when', () => {
    const [here, there] = [prepared(plain), prepared(plain, 'us-west-2', 99)];
    expect(there).toEqual({
      _tag: 'Right',
      right: { ...(here as { right: object }).right, originRegion: 'us-west-2', processedAt: 99 },
    });
  });

  it('is ordered as its dataset counts it', () => {
    const counting = { ...sensors, sequence: (record: unknown) => (record as { readonly sequence: number }).sequence };
    const row = { ...(JSON.parse(plain) as object), sequence: 7 };
    expect(rowPreparer(counting, FILE)(row, 3, 5)).toMatchObject({
      right: { revision: expect.stringMatching(/^S00000000000000000007#20260314T/) },
    });
  });

  it.each([
    ['a member that no schema names', `{${reading},"reading":{${temperature}},"note":"x"}`],
    ['a prototype of its own', `{"__proto__":{"batteryVolts":9},${reading},"reading":{${temperature}}}`],
    ['a prototype within', `{${reading},"reading":{"__proto__":{"pressureHectopascals":5},${temperature}}}`],
    ['a constructor', `{"constructor":{"prototype":{"batteryVolts":9}},${reading},"reading":{${temperature}}}`],
  ])('gains nothing by %s', (_, text) => {
    expect(prepared(text)).toEqual(prepared(plain));
    expect(({} as Record<string, unknown>)['batteryVolts']).toBeUndefined();
  });
});

describe('a row that does not fit', () => {
  it('is its faults', () => {
    const result = prepared(`{${reading},"reading":{"temperatureCelsius":"warm"},"batteryVolts":-1}`);
    expect(isLeft(result) ? result.left.map(({ code, path }) => `${code} ${path}`) : []).toEqual([
      'field.type reading.temperatureCelsius',
      'field.range batteryVolts',
    ]);
  });

  it('is one whose member only its prototype would have', () => {
    const result = prepared(
      `{"__proto__":{"sensorId":"s-1"},"takenAt":"2026-01-01T00:00:00Z","reading":{${temperature}}}`,
    );
    expect(isLeft(result) ? result.left.map(({ code, path }) => `${code} ${path}`) : []).toEqual([
      'field.missing sensorId',
    ]);
  });
});

describe('a row with personal data', () => {
  const orders = datasets.get('orders')!;
  const { from } = orders.sample;
  const [order] = 'rows' in from ? [...from.rows()] : [];

  it('is stored under its pseudonym and never in clear', () => {
    const text = JSON.stringify(rowPreparer(orders, FILE, KEYS)(order, 1, 5));
    expect(text).toContain('"emailHash"');
    expect(text).not.toContain('@example.com');
  });

  it.each([
    ['the name of a member', { ...order, orderId: { 'ann@example.com': 1 } }],
    ['a list in place of a text', { ...order, orderId: ['ann@example.com'] }],
    ['a text in place of the person', { ...order, customer: 'ann@example.com' }],
    ['the address itself, wrongly written', { ...order, customer: { email: 'ann @example.com', country: 'DE' } }],
    ['a text in place of the row', 'ann@example.com'],
  ])('is refused without being shown as %s', (_, row) => {
    const result = rowPreparer(orders, FILE, KEYS)(row, 1, 5);
    expect(isLeft(result)).toBe(true);
    expect(JSON.stringify(result)).not.toContain('ann');
  });

  it('waits, as a mistake of the configuration and no fault of its own, while there is no key', () => {
    expect(() => rowPreparer(orders, FILE)(order, 1, 5)).toThrow("Append one to the pipeline's secret.");
  });
});
