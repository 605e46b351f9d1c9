import type { Contenders } from './contender';

const readers = () => import('../readers/contenders');
const whole = () => import('../whole/contenders');

/** Who runs in which contest. Loaded by contest: what the others need is no memory of a contender. */
const contests: Readonly<Record<string, () => Promise<Contenders>>> = {
  csv: async () => (await readers()).csvContenders,
  json: async () => (await readers()).jsonContenders,
  ndjson: async () => (await readers()).ndjsonContenders,
  validation: async () => (await import('../validation/contenders')).validationContenders,
  writer: async () => (await import('../writer/contenders')).writerContenders,
  whole: async () => (await whole()).wholeContenders,
  memory: async () => (await whole()).memoryContenders,
};

/** @throws Error where there is no such contest */
export async function contendersOf(contest: string): Promise<Contenders> {
  const load = contests[contest];
  if (!load) throw new Error(`There is no contest "${contest}".`);
  return load();
}
