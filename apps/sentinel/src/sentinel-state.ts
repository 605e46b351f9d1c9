import { isLeft } from 'fp-ts/Either';
import * as t from 'io-ts';
import { firstView, type RegionView } from './observe-region';
import type { Ports } from './ports';

const view: t.Type<RegionView> = t.type({
  status: t.union([t.literal('AVAILABLE'), t.literal('LOST')]),
  contrary: t.number,
  since: t.number,
});

/** Where a listing goes on: after this version. */
const cursor = t.intersection([t.type({ key: t.string }), t.partial({ versionId: t.string })]);
export type Cursor = t.TypeOf<typeof cursor>;

/** One walk through the versions of the lost region's bucket. */
const catchUp = t.intersection([
  t.type({
    adopted: t.number,
    failed: t.number,
    /** Ticks until the next walk; 0 while this one goes on. */ pause: t.number,
  }),
  t.partial({ cursor }),
]);
export type CatchUp = t.TypeOf<typeof catchUp>;

/** One walk through the versions of the own bucket. */
const reconciliation = t.intersection([
  t.type({ startedAt: t.number, missed: t.number, unmatched: t.number }),
  t.partial({ cursor }),
]);
export type Reconciliation = t.TypeOf<typeof reconciliation>;

/** What people are still to be told of. */
const notice = t.type({ change: t.string, why: t.string });

const codec = t.intersection([
  t.type({
    regions: t.record(t.string, view),
    /** When the last heartbeats were written. */
    beats: t.array(t.number),
    /** When the processor was last seen held back, by the breaker or an operator; 0 for never. */
    heldAt: t.number,
    /** Objects that no rule matches, as the last whole walk found them. */
    unmatched: t.number,
    /** Files of the lost region that could not be fetched, as they were last announced. */
    unreachable: t.number,
  }),
  t.partial({
    catchUp,
    reconciliation,
    untold: t.array(notice),
    /** Which files those were: a hash of their names. */
    unreachableNamed: t.string,
  }),
]);

/** All that the sentinel remembers from tick to tick: in its own heartbeat item, where a restart finds it. */
export type SentinelState = t.TypeOf<typeof codec>;

export const newState = (regions: readonly string[], now: number): SentinelState => ({
  regions: Object.fromEntries(regions.map((region) => [region, firstView(now)])),
  beats: [],
  heldAt: 0,
  unmatched: 0,
  unreachable: 0,
});

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
    const decoded = codec.decode(JSON.parse(found.text));
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
      const saved = await heartbeats.saveState(JSON.stringify(codec.encode(next)), revision);
      if (saved === 'overtaken') throw new Overtaken();
      revision += 1;
      state = next;
    },
  };
}
