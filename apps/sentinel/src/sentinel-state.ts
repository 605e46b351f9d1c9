import * as t from 'io-ts';
import { firstView, type RegionView } from './observe-region';

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

export const stateCodec = t.intersection([
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
export type SentinelState = t.TypeOf<typeof stateCodec>;

export const newState = (regions: readonly string[], now: number): SentinelState => ({
  regions: Object.fromEntries(regions.map((region) => [region, firstView(now)])),
  beats: [],
  heldAt: 0,
  unmatched: 0,
  unreachable: 0,
});
