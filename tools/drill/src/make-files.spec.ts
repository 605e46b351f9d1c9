import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFiles } from './make-files';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'drill-spec-'))));
afterAll(() => rmSync(folder, { recursive: true }));

const rowsOf = (path: string) => readFileSync(path, 'utf8').trimEnd().split('\n').slice(1);
const dayOf = (row: string) => row.slice(0, row.indexOf(','));

it('makes files with days of their own and days of all, and tells whose wind must stand', async () => {
  const { made, winds } = await makeFiles(folder, { files: 3, rows: 10, seed: 7 });
  const days = made.map(({ path }) => rowsOf(path).map(dayOf));
  expect(made.map(({ rows }) => rows)).toEqual([10, 10, 10]);
  expect(days.map((of) => new Set(of).size)).toEqual([10, 10, 10]);
  const common = days[0]!.filter((day) => days.every((of) => of.includes(day)));
  expect(common).toHaveLength(5);
  expect(winds.size).toBe(3 * 5 + 5);
  for (const day of common) expect(winds.get(day)).toMatch(/^3\./);
});

it('makes the same of one seed, and something else of another', async () => {
  const winds = async (seed: number) => [...(await makeFiles(folder, { files: 3, rows: 10, seed })).winds];
  expect(await winds(1)).toEqual(await winds(1));
  expect(await winds(1)).not.toEqual(await winds(2));
});
