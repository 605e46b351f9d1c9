import type { Random } from '../engine/random';
import type { Scheduler } from '../engine/scheduler';
import { SimulatedTable } from '../cloud/simulated-table';
import type { Nemesis } from '../nemesis/nemesis';

interface Parts {
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly nemesis: Nemesis;
}

/** The global table, and what comes between its replicas: a lag, regions that are parted for a while, clocks that differ. */
export function globalTable(regions: readonly string[], { scheduler, random, nemesis }: Parts): SimulatedTable {
  const isParted = nemesis.has('F39') && random.chance(0.7);
  const partition = { from: random.between(0, 5_000), to: random.between(5_000, 300_000) };
  const table = new SimulatedTable(regions, scheduler, {
    lag: () => {
      const held = isParted && scheduler.now >= partition.from && scheduler.now < partition.to;
      if (held) nemesis.hit('F39');
      return held ? undefined : random.between(1, 1_500);
    },
  });
  if (isParted) scheduler.after(partition.to, () => table.heal());
  if (nemesis.strikes('F30', 0.5)) for (const region of regions) table.skew.set(region, random.between(-2_000, 2_000));
  return table;
}
