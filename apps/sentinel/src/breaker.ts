import { TRIAL_CONCURRENCY } from '@pipeline/runtime-contract';

/** The event source mapping as Lambda describes it. */
export interface MappingFacts {
  /** `Enabled`, `Disabled`, or a transition: `Creating`, `Enabling`, `Disabling`, `Updating`, `Deleting`. */
  readonly state: string;
  /** Invocations at once, where bounded. */
  readonly concurrency?: number;
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
 * - `open`: disable the mapping, at the concurrency of a trial
 * - `try`: enable it for as few invocations at once as Lambda allows
 * - `close`: give it back its concurrency
 */
export type BreakerStep = 'leave' | 'open' | 'try' | 'close';

/**
 * Whether the mapping is as the breaker put it; one that an operator disabled has the concurrency of the template. The mark is
 * the concurrency, since Lambda takes that in one call with the switch.
 */
export const isHeld = ({ concurrency }: Pick<MappingFacts, 'concurrency'>): boolean =>
  concurrency === TRIAL_CONCURRENCY;

/**
 * What is to be done so that the mapping agrees with the table. It looks at what is, and remembers nothing: a crash after
 * any call leaves what the next tick goes on from. Each step is one call that says the switch and the mark, so that no ticks
 * at once can leave one without the other, and a mapping that an operator disabled is never enabled.
 */
export function breakerStep(tableAnswers: boolean, mapping: Pick<MappingFacts, 'state' | 'concurrency'>): BreakerStep {
  const { state } = mapping;
  if (state !== 'Enabled' && state !== 'Disabled') return 'leave';
  if (!tableAnswers) return state === 'Enabled' ? 'open' : 'leave';
  if (!isHeld(mapping)) return 'leave';
  return state === 'Disabled' ? 'try' : 'close';
}
