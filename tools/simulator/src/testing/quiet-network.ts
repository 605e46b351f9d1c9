import type { Network } from '../cloud/travel';
import { History } from '../engine/history';
import { Random } from '../engine/random';
import { Scheduler } from '../engine/scheduler';
import type { FaultId } from '../nemesis/fault-classes';
import { Nemesis } from '../nemesis/nemesis';

/** A network in which calls take a millisecond and nothing fails but what the faults named do by themselves. */
export function quietNetwork(faults: readonly FaultId[] = [], seed = 1): Network {
  const scheduler = new Scheduler(new Random(seed));
  const nemesis = new Nemesis(new Random(seed, 1), { faults, share: 1, rate: 0, until: Infinity }, () => scheduler.now);
  return { scheduler, random: new Random(seed, 2), nemesis, history: new History(), latency: 1, calls: 0 };
}
