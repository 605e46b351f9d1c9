import { join } from 'node:path';
import { bundleFunction, evaluateFunction, type Timers } from '../function/load-function';
import { twoHundredRows } from '../world/make-file';
import { simulate } from '../world/simulate';
import { schedulesOf } from './crash-points';
import { killAt } from './kill-at';

const WORKSPACE = join(__dirname, '../../../..');

it('kills at every await first, then at pairs of them', () => {
  expect([...schedulesOf(3, 100)]).toEqual([[0], [1], [2], [0, 1], [0, 2], [1, 2]]);
  const many = [...schedulesOf(400, 1_000)];
  expect(many).toHaveLength(1_000);
  expect(many.slice(400).every(([one = 0, other = 0]) => one < other)).toBe(true);
});

// Each of them: npm run sim:crash-points.
it('a file whose process is killed ends in the same table', async () => {
  const timers: Timers = { scheduler: undefined };
  const subject = evaluateFunction(await bundleFunction(WORKSPACE), WORKSPACE, timers);
  const run = async (kills: readonly number[]) => {
    const killing = killAt(kills);
    const world = { seed: 1, faults: [], share: 0, rows: 200, files: [twoHundredRows()], subject, timers };
    const { table, problems } = await simulate({ ...world, onCall: killing.onCall });
    return { table, problems, awaits: killing.awaits() };
  };
  const undisturbed = await run([]);
  expect(undisturbed.problems).toEqual([]);
  for (let at = 0; at < undisturbed.awaits; at += 61) {
    expect({ at, ...(await run([at, at + 100])) }).toMatchObject({ at, table: undisturbed.table, problems: [] });
  }
});
