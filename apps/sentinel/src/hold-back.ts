import { TRIAL_CONCURRENCY } from '@pipeline/runtime-contract';
import { type BreakerChange, breakerStep, isHeld, type UntoldChange } from './breaker';
import type { Ports } from './ports';
import { tellPeople } from './tell-people';

export interface Held {
  /** Whether the breaker holds the processor back, its trial included. */
  readonly open: boolean;
  /** Whether the processor is fed as the template says: neither breaker nor operator stands in the way. */
  readonly fed: boolean;
}

const HELD: Held = { open: true, fed: false };

const WHY: Readonly<Record<BreakerChange, string>> = {
  open: 'The table does not answer: files wait in the ingest queue, and burn no receive.',
  'half-open': `The table answers: ${TRIAL_CONCURRENCY} invocations try it for one tick.`,
  closed: 'The trial went well: the queue drains at full concurrency.',
};

/**
 * Brings the event source mapping into agreement with the table, by one step a tick. A change is noted on the mapping before
 * it is made, and the note goes when people have been told: whatever dies in between, a later tick finds the note and tells.
 */
export async function holdBack(tableAnswers: boolean, ports: Ports): Promise<Held> {
  const { mapping, clock, environment } = ports;
  const facts = await mapping.read();
  const at = new Date(clock.now()).toISOString();
  const tell = (...changes: readonly UntoldChange[]) => tellChanges([...facts.untold, ...changes], ports);
  switch (breakerStep(tableAnswers, facts)) {
    case 'leave':
      await tell();
      return { open: isHeld(facts), fed: facts.state !== 'Disabled' && !isHeld(facts) };
    case 'open': {
      const note = { at, change: 'open' } as const;
      await mapping.note(note);
      const changed = await mapping.change({ enabled: false, maximumConcurrency: TRIAL_CONCURRENCY });
      await tell(...(await counted(changed, note, ports)));
      return HELD;
    }
    case 'try': {
      const note = { at, change: 'half-open' } as const;
      await mapping.note(note);
      const changed = await mapping.change({ enabled: true, maximumConcurrency: TRIAL_CONCURRENCY });
      await tell(...(await counted(changed, note, ports)));
      return HELD;
    }
    case 'close': {
      const note = { at, change: 'closed' } as const;
      await mapping.note(note);
      const changed = await mapping.change({ enabled: true, maximumConcurrency: environment.MAXIMUM_CONCURRENCY });
      await tell(...(await counted(changed, note, ports)));
      return changed === 'accepted' ? { open: false, fed: true } : HELD;
    }
  }
}

/** The change as it is to be told; of one that Lambda did not take there is nothing to tell, and its note goes. */
async function counted(
  changed: 'accepted' | 'busy',
  note: UntoldChange,
  { mapping, metrics }: Ports,
): Promise<readonly UntoldChange[]> {
  if (changed === 'busy') {
    await mapping.told([note]);
    return [];
  }
  metrics.count('stateChanges', 1);
  return [note];
}

async function tellChanges(changes: readonly UntoldChange[], ports: Ports): Promise<void> {
  const notices = changes.map(({ at, change }) => ({
    change: `breaker ${change}`,
    why: `${WHY[change]} That was at ${at}.`,
  }));
  const done = await tellPeople(notices, ports);
  if (done > 0) await ports.mapping.told(changes.slice(0, done));
}
