import { breakerStep, type MappingFacts, TRIAL_CONCURRENCY } from './breaker';
import type { Ports } from './ports';

export interface Held {
  /** Whether the breaker holds the processor back, its trial included. */
  readonly open: boolean;
  /** Whether the processor is fed as the template says: neither breaker nor operator stands in the way. */
  readonly fed: boolean;
}

/** Brings the event source mapping into agreement with the table, by one step a tick. */
export async function holdBack(tableAnswers: boolean, ports: Ports): Promise<Held> {
  const { mapping, clock, environment } = ports;
  const facts = await mapping.read();
  const now = new Date(clock.now()).toISOString();
  switch (breakerStep(tableAnswers, facts)) {
    case 'leave':
      return { open: facts.mark !== undefined, fed: facts.state !== 'Disabled' && facts.mark === undefined };
    case 'open': {
      await mapping.mark(`open@${now}`);
      const changed = await mapping.change({ enabled: false });
      if (changed === 'accepted') {
        await tell(
          ports,
          'breaker open',
          facts,
          'The table does not answer: files wait in the ingest queue, and burn no receive.',
        );
      }
      return { open: true, fed: false };
    }
    case 'try': {
      const changed = await mapping.change({ enabled: true, maximumConcurrency: TRIAL_CONCURRENCY });
      if (changed === 'accepted') {
        await tell(
          ports,
          'breaker half-open',
          facts,
          `The table answers: ${TRIAL_CONCURRENCY} invocations try it for one tick.`,
        );
      }
      return { open: true, fed: false };
    }
    case 'close': {
      const changed = await mapping.change({ maximumConcurrency: environment.MAXIMUM_CONCURRENCY });
      if (changed === 'busy') return { open: true, fed: false };
      await mapping.unmark();
      await tell(ports, 'breaker closed', facts, 'The trial went well: the queue drains at full concurrency.');
      return { open: false, fed: true };
    }
  }
}

/** A change of state is logged, counted and announced; it stands though nobody could be told. */
async function tell(ports: Ports, change: string, { mark }: MappingFacts, why: string): Promise<void> {
  ports.metrics.count('stateChanges', 1);
  await announceChange(ports, change, `${why}${mark === undefined ? '' : ` It was marked ${mark}.`}`);
}

export async function announceChange(ports: Ports, change: string, why: string): Promise<void> {
  const { environment, log } = ports;
  log.warn(`${change}: ${why}`, { change });
  try {
    await ports.announce(`${environment.TABLE_REGION}: ${change}`, why);
  } catch (error) {
    log.error(
      `The change "${change}" could not be announced: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
