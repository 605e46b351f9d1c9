import { auditorBugs } from './auditor-bugs';
import { messageBugs } from './message-bugs';
import type { PlantedBug } from './planted-bug';
import { readingBugs } from './reading-bugs';
import { sentinelBugs } from './sentinel-bugs';
import { writingBugs } from './writing-bugs';

/** Bugs of the kind that lose rows, count them twice, or let them lie. Each must be found, or the checker is blind to it. */
export const plantedBugs: readonly PlantedBug[] = [
  ...messageBugs,
  ...readingBugs,
  ...writingBugs,
  ...auditorBugs,
  ...sentinelBugs,
];
