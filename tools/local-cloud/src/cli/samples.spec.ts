import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { datasets } from '@pipeline/record-schema';
import { sampleDelivery, sourcePath } from './samples';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'samples-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const text = async (name: string, file: string, rows?: readonly object[]) => {
  const sample = rows ? { file, from: { rows: () => rows }, byDefault: false } : datasets.get(name)?.sample;
  if (!sample) throw new Error(`no sample of ${name}`);
  return readFileSync(await sourcePath(sampleDelivery(name, sample), join(__dirname, '../../../..'), folder), 'utf8');
};

describe('a sample', () => {
  it('of a package lies in it', async () => {
    expect((await text('weather', '')).split('\n')).toHaveLength(1_463);
  });

  it('that is generated is a line a row, or an array', async () => {
    const rows = [{ a: 1 }, { a: 2 }];
    expect(await text('x', 'x.ndjson', rows)).toBe('{"a":1}\n{"a":2}\n');
    expect(JSON.parse(await text('x', 'x.json', rows))).toEqual(rows);
    expect(JSON.parse(await text('x', 'y.json', []))).toEqual([]);
    expect(await text('x', 'z.csv', [{ a: 1, 'b"': 'x,y' }])).toBe('"a","b"""\n"1","x,y"\n');
  });
});
