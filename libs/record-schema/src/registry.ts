import type { Dataset, Suffix } from './dataset';
import { registered } from './datasets';

/** The datasets by name. */
export const datasets: ReadonlyMap<string, Dataset> = new Map(registered.map((dataset) => [dataset.name, dataset]));

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
