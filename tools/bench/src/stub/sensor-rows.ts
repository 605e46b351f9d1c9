import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { datasets, type Dataset } from '@pipeline/record-schema';

export const DATASET = 'sensor-readings';

export function sensorDataset(): Dataset {
  const dataset = datasets.get(DATASET);
  if (!dataset) throw new Error(`There is no dataset ${DATASET}.`);
  return dataset;
}

/** Readings of as many sensors as it takes, each of its own instant. */
export function* sensorRows(count: number): Generator<object> {
  const { sample } = sensorDataset();
  if (sample === undefined || !('rows' in sample.from)) throw new Error(`The sample of ${DATASET} is not generated.`);
  let made = 0;
  for (let copy = 0; made < count; copy += 1) {
    for (const row of sample.from.rows()) {
      if (made === count) return;
      const { sensorId, ...reading } = row as { readonly sensorId: string };
      yield { sensorId: `${sensorId}-${copy}`, ...reading };
      made += 1;
    }
  }
}

/** The rows of the sample that its schema takes, so that every contender stores all of them. */
export function* goodRows(count: number): Generator<object> {
  const { record } = sensorDataset();
  let made = 0;
  for (const row of sensorRows(Infinity)) {
    if (made === count) return;
    if (!record.is(row) && record.decode(row)._tag === 'Left') continue;
    made += 1;
    yield row;
  }
}

export async function writeGoodRows(path: string, count: number): Promise<void> {
  const lines = function* () {
    for (const row of goodRows(count)) yield `${JSON.stringify(row)}\n`;
  };
  await pipeline(Readable.from(lines()), createWriteStream(path));
}
