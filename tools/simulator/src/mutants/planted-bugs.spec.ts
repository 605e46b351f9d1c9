import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleFunction, evaluateFunction, type Timers } from '../function/load-function';
import { injectable } from '../nemesis/fault-classes';
import { simulate } from '../world/simulate';
import { plantedBugs } from './planted-bugs';

const WORKSPACE = join(__dirname, '../../../..');

it('are at least thirty, of different names', () => {
  expect(new Set(plantedBugs.map(({ name }) => name)).size).toBe(plantedBugs.length);
  expect(plantedBugs.length).toBeGreaterThanOrEqual(30);
});

it.each(plantedBugs)('"$name" can be planted in $file', ({ file, find, replace }) => {
  expect(readFileSync(join(WORKSPACE, file), 'utf8').split(find).length - 1).toBe(1);
  expect(replace).not.toBe(find);
});

it('a patch that fits no longer says so', async () => {
  const patch = { file: 'apps/processor/src/write-row.ts', find: 'no such text', replace: '' };
  await expect(bundleFunction(WORKSPACE, [patch])).rejects.toThrow(
    'The patch of apps/processor/src/write-row.ts fits 0 times instead of once. Write it anew:\nno such text',
  );
});

// All of them: npm run sim:mutants.
it.each([
  'forgets to write rejected rows',
  'counts a slice twice',
  'ends a file when any slice is done',
  'tells nobody that a region is back',
])('"%s" is found', async (name) => {
  const timers: Timers = { scheduler: undefined };
  const patches = plantedBugs.filter((bug) => bug.name === name);
  const subject = evaluateFunction(await bundleFunction(WORKSPACE, patches), WORKSPACE, timers);
  const found: string[] = [];
  for (let seed = 1; seed <= 40 && found.length === 0; seed += 1) {
    const options = { seed, faults: injectable, share: 0.4, rows: 200, subject, timers };
    found.push(...(await simulate(options)).problems);
  }
  expect(found).not.toEqual([]);
});
