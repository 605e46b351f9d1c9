import { join } from 'node:path';
import { bundleFunction, evaluateFunction, type FunctionUnderTest, type Timers } from '../function/load-function';
import { injectable } from '../nemesis/fault-classes';
import { simulate } from './simulate';

const WORKSPACE = join(__dirname, '../../../..');
const timers: Timers = { scheduler: undefined };
let subject: FunctionUnderTest;

beforeAll(async () => {
  subject = evaluateFunction(await bundleFunction(WORKSPACE), WORKSPACE, timers);
});

const run = (seed: number, share = 0.4) =>
  simulate({ seed, faults: share > 0 ? injectable : [], share, rows: 100, subject, timers });

it('holds without faults', async () => {
  for (let seed = 1; seed <= 5; seed += 1) {
    const { problems } = await run(seed, 0);
    expect({ seed, problems }).toEqual({ seed, problems: [] });
  }
});

it('holds under every fault', async () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const { problems } = await run(seed);
    expect({ seed, problems }).toEqual({ seed, problems: [] });
  }
});

it('gives one seed one history', async () => {
  const [one, again, other] = [await run(7), await run(7), await run(8)];
  expect(again.history).toBe(one.history);
  expect(again.events).toBe(one.events);
  expect(other.history).not.toBe(one.history);
});

it('gives the same table whatever fails on the way', async () => {
  const callFaults = ['F26', 'F27', 'F28', 'F32', 'F33', 'F34', 'F35', 'F36'] as const;
  for (let seed = 1; seed <= 5; seed += 1) {
    const ruined = await simulate({ seed, faults: callFaults, share: 1, rate: 0.05, rows: 100, subject, timers });
    const { table } = await run(seed, 0);
    expect({ seed, table: ruined.table }).toEqual({ seed, table });
  }
});
