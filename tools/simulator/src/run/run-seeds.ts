import { createHash } from 'node:crypto';
import { type FaultId, faultClasses, faultIds } from '../nemesis/fault-classes';
import type { Deed } from '../world/sentinel';
import type { JobResult } from './simulate-in-thread';

/** What a range of seeds came to. */
export interface Total {
  seeds: number;
  files: number;
  rows: number;
  calls: number;
  events: number;
  redriven: number;
  hours: number;
  readonly hits: Map<FaultId, number>;
  readonly deeds: Map<Deed, number>;
  readonly failed: JobResult[];
  /** History of each seed. */
  readonly histories: Map<number, string>;
}

export const noTotal = (): Total => ({
  seeds: 0,
  files: 0,
  rows: 0,
  calls: 0,
  events: 0,
  redriven: 0,
  hours: 0,
  hits: new Map(),
  deeds: new Map(),
  failed: [],
  histories: new Map(),
});

export function add(total: Total, result: JobResult): void {
  total.seeds += 1;
  total.histories.set(result.seed, result.history);
  for (const name of ['files', 'rows', 'calls', 'events', 'redriven', 'hours'] as const) total[name] += result[name];
  for (const [id, count] of result.hits) total.hits.set(id, (total.hits.get(id) ?? 0) + count);
  for (const [deed, count] of result.deeds) total.deeds.set(deed, (total.deeds.get(deed) ?? 0) + count);
  if (result.problems.length > 0) total.failed.push(result);
}

/** The table of fault classes with the times that each was hit; those that can't be injected yet say what they wait for. */
export function hitTable({ hits }: Total): string[] {
  return faultIds.map((id) => {
    const fault = faultClasses[id];
    const count = 'waitsFor' in fault ? `waits for ${fault.waitsFor}` : (hits.get(id) ?? 0).toLocaleString('en');
    return `${id.padEnd(4)}${fault.name.padEnd(66)}${count}`;
  });
}

const DEEDS: Readonly<Record<Deed, string>> = {
  stateChanges: 'changes of the breaker, and of what is held of a region',
  filesAdopted: 'files of a lost region adopted',
  notificationsMissed: 'objects announced of which no notification came',
  receiptsStalled: 'receipts ended on which nobody worked any more',
};

/** What the sentinels did, and how often. */
export const deedTable = ({ deeds }: Total): string[] =>
  Object.entries(DEEDS).map(
    ([deed, name]) => `${''.padEnd(4)}${name.padEnd(66)}${(deeds.get(deed as Deed) ?? 0).toLocaleString('en')}`,
  );

/** Of all seeds together: two machines that run the same range of the same commit have the same. */
export function historyOf({ histories }: Pick<Total, 'histories'>): string {
  const entries = [...histories].sort(([one], [other]) => one - other);
  return createHash('sha256').update(JSON.stringify(entries)).digest('hex').slice(0, 16);
}
