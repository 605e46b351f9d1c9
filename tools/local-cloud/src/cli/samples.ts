import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { datasets, type Sample } from '@pipeline/record-schema';
import { INCOMING_PREFIX } from '@pipeline/runtime-contract';

/** One file to be delivered to one dataset: somebody's own, or the sample that the dataset ships with. */
export interface Delivery {
  readonly dataset: string;
  readonly key: string;
  /** The region whose bucket it goes to; the primary by default. */
  readonly region?: string;
  readonly source: { readonly path: string } | { readonly sample: Sample };
}

export const sampleDelivery = (dataset: string, sample: Sample): Delivery => ({
  dataset,
  key: `${INCOMING_PREFIX}${dataset}/${sample.file}`,
  source: { sample },
});

/** What is delivered when nobody asks for anything else. */
export const defaultDeliveries = (): readonly Delivery[] =>
  [...datasets].flatMap(([name, { sample }]) => (sample.byDefault ? [sampleDelivery(name, sample)] : []));

/** The path of a delivery's bytes. A sample of a package lies in it; a generated one is written below `folder`. */
export async function sourcePath({ dataset, source }: Delivery, workspace: string, folder: string): Promise<string> {
  if ('path' in source) return source.path;
  const { file, from } = source.sample;
  // Not by `require.resolve`: a package need not export its data.
  if ('package' in from) return join(workspace, 'node_modules', from.package, from.path);
  await mkdir(folder, { recursive: true });
  const path = join(folder, file);
  await pipeline(Readable.from(rendered(file, from.rows(), datasets.get(dataset)?.delimiter)), createWriteStream(path));
  return path;
}

/** Rows as the file's suffix wants them: a CSV with a header, a JSON array, or a line of JSON each. */
function* rendered(file: string, rows: Iterable<object>, delimiter = ','): Generator<string> {
  if (file.endsWith('.csv')) {
    let first = true;
    for (const row of rows) {
      if (first) yield `${Object.keys(row).map(quoted).join(delimiter)}\n`;
      first = false;
      yield `${Object.values(row).map(quoted).join(delimiter)}\n`;
    }
    return;
  }
  const array = file.endsWith('.json');
  let first = true;
  for (const row of rows) {
    yield `${first ? (array ? '[\n' : '') : array ? ',\n' : '\n'}${JSON.stringify(row)}`;
    first = false;
  }
  yield array ? (first ? '[]\n' : '\n]\n') : '\n';
}

/** RFC 4180: quoted, inner quotes doubled. */
const quoted = (value: unknown): string => `"${String(value ?? '').replaceAll('"', '""')}"`;
