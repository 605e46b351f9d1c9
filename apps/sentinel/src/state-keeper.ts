import { isLeft } from 'fp-ts/Either';
import type { Ports } from './ports';
import { newState, type SentinelState, stateCodec } from './sentinel-state';

/** The state in the hands of one invocation: another that ran meanwhile has the word, and this one stops. */
export interface StateKeeper {
  readonly state: SentinelState;
  /** @throws Overtaken */
  save(next: SentinelState): Promise<void>;
}

/** Another invocation has saved the state since this one read it. What this one did is done again, to no effect. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken';
  constructor() {
    super('Another invocation of the sentinel went on from the same state: this one leaves the rest to it.');
  }
}

export async function openState({ heartbeats, clock, environment, log }: Ports): Promise<StateKeeper> {
  const found = await heartbeats.loadState();
  let revision = found?.revision ?? 0;
  let state = newState([environment.TABLE_REGION, environment.OTHER_REGION], clock.now());
  if (found) {
    const decoded = stateCodec.decode(JSON.parse(found.text));
    // Of an older bundle, whose state meant something else: what is remembered is counted anew within some ticks.
    if (isLeft(decoded))
      log.warn('The state of an earlier version of the sentinel is not known any more: it starts anew.');
    else state = { ...state, ...decoded.right, regions: { ...state.regions, ...decoded.right.regions } };
  }
  return {
    get state() {
      return state;
    },
    async save(next) {
      const saved = await heartbeats.saveState(JSON.stringify(stateCodec.encode(next)), revision);
      if (saved === 'overtaken') throw new Overtaken();
      revision += 1;
      state = next;
    },
  };
}
