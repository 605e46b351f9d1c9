import type { Dataset, Suffix } from './dataset';
import { registered } from './datasets';

/**
 * Datasets by name.
 * @throws Error when two have the same: files of the one would be read as the other's
 */
export function byName(all: readonly Dataset[]): ReadonlyMap<string, Dataset> {
  const known = new Map(all.map((dataset) => [dataset.name, dataset]));
  const twice = all.find((dataset) => known.get(dataset.name) !== dataset);
  if (twice) throw new Error(`Two datasets are called "${twice.name}". Rename one in libs/record-schema/src/datasets.`);
  return known;
}

/** The datasets by name. */
export const datasets: ReadonlyMap<string, Dataset> = byName(registered);

const PREFIX = 'incoming/';

/** The dataset of a key as it was delivered, `incoming/<dataset>/…` with a suffix of it (in any case). */
export function datasetOf(key: string): Dataset | undefined {
  if (!key.startsWith(PREFIX)) return undefined;
  const slash = key.indexOf('/', PREFIX.length);
  if (slash < 0) return undefined;
  const dataset = datasets.get(key.slice(PREFIX.length, slash));
  const name = key.toLowerCase();
  return dataset?.suffixes.some((suffix) => name.endsWith(suffix)) ? dataset : undefined;
}

/** One rule of the bucket's notification; no two overlap, since prefixes end in a slash and suffixes differ. */
export interface NotificationRule {
  readonly dataset: string;
  readonly prefix: string;
  readonly suffix: Suffix;
}

export const notificationRules = (): readonly NotificationRule[] =>
  registered.flatMap(({ name, suffixes }) =>
    suffixes.map((suffix) => ({ dataset: name, prefix: `${PREFIX}${name}/`, suffix })),
  );
