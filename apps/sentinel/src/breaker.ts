/** The event source mapping as Lambda describes it. */
export interface MappingFacts {
  /** `Enabled`, `Disabled`, or a transition: `Creating`, `Enabling`, `Disabling`, `Updating`, `Deleting`. */
  readonly state: string;
  /** `open@<instant>` while the mapping is as the breaker put it; an operator's mapping has none. */
  readonly mark?: string;
  /** The oldest first. */
  readonly untold: readonly UntoldChange[];
}

export type BreakerChange = 'open' | 'half-open' | 'closed';

/** A change that is made, or was about to be, and that people may not have been told of. */
export interface UntoldChange {
  /** ISO 8601 instant in milliseconds: two changes have different ones. */
  readonly at: string;
  readonly change: BreakerChange;
}

/**
 * - `open`: mark the mapping, then disable it
 * - `try`: enable it for as few invocations at once as Lambda allows
 * - `close`: give it back its concurrency, then take the mark away
 */
export type BreakerStep = 'leave' | 'open' | 'try' | 'close';

/** Invocations at once while the breaker is half-open: the least that Lambda takes. */
export const TRIAL_CONCURRENCY = 2;

/**
 * What is to be done so that the mapping agrees with the table. It looks at what is, and remembers nothing: a crash after
 * any call leaves what the next tick goes on from. The mark is set before the mapping is disabled and goes last of all, so
 * that a mapping that the breaker disabled always has it, and one that an operator disabled is never enabled.
 */
export function breakerStep(tableAnswers: boolean, { state, mark }: Pick<MappingFacts, 'state' | 'mark'>): BreakerStep {
  if (state !== 'Enabled' && state !== 'Disabled') return 'leave';
  if (!tableAnswers) return state === 'Enabled' ? 'open' : 'leave';
  if (mark === undefined) return 'leave';
  return state === 'Disabled' ? 'try' : 'close';
}
