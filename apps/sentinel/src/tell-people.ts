import type { Ports } from './ports';
import type { SentinelState } from './sentinel-state';
import type { StateKeeper } from './state-keeper';

/** A change as people are told of it. */
export interface Notice {
  /** A few words: the subject, after the region. */
  readonly change: string;
  readonly why: string;
}

/**
 * Notices that wait for a topic that takes none, at most: as tags of the mapping, which has fifty at most, and in the state,
 * which is one item of the table. Beyond it the oldest are given up, and the log has them.
 */
export const NOTICES_KEPT = 20;

/** Characters of a notice that is kept: twenty of them, of four bytes each, stay below an item's 400 KB. */
const LONGEST = 4_000;

/** The state with one more notice: saved with the change that it tells of, so that no crash comes between the two. */
export const toTell = (state: SentinelState, { change, why }: Notice): SentinelState => ({
  ...state,
  untold: [...(state.untold ?? []), { change, why: why.slice(0, LONGEST) }],
});

/** Tells what the state says is still to be told, and saves what has been: a crash between the two tells it twice. */
export async function tellUntold(keeper: StateKeeper, ports: Ports): Promise<void> {
  const { untold = [] } = keeper.state;
  const done = await tellPeople(untold, ports);
  if (done > 0) await keeper.save({ ...keeper.state, untold: untold.slice(done) });
}

/**
 * Tells one after the other, until the topic refuses one: what it does not take is for the next tick.
 * @returns how many of the first are done with, told or given up
 */
export async function tellPeople(notices: readonly Notice[], { environment, announce, log }: Ports): Promise<number> {
  for (const [told, { change, why }] of notices.entries()) {
    log.warn(`${change}: ${why}`, { change });
    try {
      await announce(`${environment.TABLE_REGION}: ${change}`, why);
    } catch (error) {
      const done = Math.max(told, notices.length - NOTICES_KEPT);
      log.error(
        `The change "${change}" could not be announced, and is tried again in the next tick: ` +
          (error instanceof Error ? error.message : String(error)),
        { waiting: notices.length - done, givenUp: done - told },
      );
      return done;
    }
  }
  return notices.length;
}
