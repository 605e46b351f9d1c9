import { checkConverged } from './check-converged';
import { checkDeadLetters } from './check-dead-letters';
import { checkDigests } from './check-digests';
import { checkFiles } from './check-files';
import { checkItems } from './check-items';
import { checkTrail } from './check-trail';
import { checkWatching } from './check-watching';
import type { Ended } from './ended';

/** Problems named per check; one of them may show itself a thousand times. */
const SHOWN = 5;

/** What does not hold of the end of a run, as sentences. Shares no code with the function that it judges. */
export function check(ended: Ended): string[] {
  const checks: Record<string, readonly string[]> = {
    liveness: checkDrained(ended),
    accounting: checkFiles(ended),
    items: checkItems(ended),
    order: ended.backwards,
    convergence: checkConverged(ended),
    'dead letters': checkDeadLetters(ended),
    trail: checkTrail(ended),
    digests: checkDigests(ended),
    watching: checkWatching(ended),
    prototype: 'admin' in {} ? ['Object.prototype was changed'] : [],
  };
  return Object.entries(checks).flatMap(([name, problems]) =>
    problems.slice(0, SHOWN).map((problem) => `${name}: ${problem}`),
  );
}

function checkDrained({ regions }: Ended): string[] {
  return regions.flatMap(({ ingest }) =>
    [...ingest.messages.values()].map(
      ({ id, receives }) => `${id} is still in ${ingest.name} after ${receives} receives, a day after the last fault`,
    ),
  );
}
