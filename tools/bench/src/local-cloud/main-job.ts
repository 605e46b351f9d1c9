import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { deliver, type RegionClient } from '@pipeline/local-cloud';
import { datasets, type Receipt } from '@pipeline/record-schema';

const DATASET = 'sensor-readings';

/** What became of a generated file, and how long it took from the upload to its receipt's last state. */
export interface JobResult {
  readonly rows: number;
  readonly seconds: number;
}

/**
 * Takes a generated file of `sensor-readings` through everything: bucket, queue, function, table, receipt.
 * @param folder where the file is written
 * @throws Error when the rows of the receipt are not those of the file
 */
export async function runJob(client: RegionClient, folder: string, rows: number): Promise<JobResult> {
  const path = join(folder, 'bench.ndjson');
  await pipeline(Readable.from(lines(rows)), createWriteStream(path));
  const key = `incoming/${DATASET}/bench.ndjson`;
  const receipts: Receipt[] = [];
  const begun = performance.now();
  await deliver([{ dataset: DATASET, key, path, client }], {
    uploaded: () => undefined,
    ended: (_, receipt) => void receipts.push(receipt),
    waiting: (file, seconds) => void process.stderr.write(`${file.key} is not done after ${seconds} s\n`),
  });
  const seconds = (performance.now() - begun) / 1_000;
  const [receipt] = receipts;
  if (receipt?.rows !== rows) {
    throw new Error(`The receipt counts ${receipt?.rows} rows (${receipt?.processingStatus}), the file has ${rows}.`);
  }
  return { rows, seconds };
}

/** Readings of as many sensors as it takes, each of its own instant. */
function* lines(rows: number): Generator<string> {
  const sample = datasets.get(DATASET)?.sample;
  if (sample === undefined || !('rows' in sample.from)) throw new Error(`The sample of ${DATASET} is not generated.`);
  let written = 0;
  for (let copy = 0; written < rows; copy += 1) {
    for (const row of sample.from.rows()) {
      if (written === rows) return;
      const { sensorId, ...reading } = row as { readonly sensorId: string };
      yield `${JSON.stringify({ sensorId: `${sensorId}-${copy}`, ...reading })}\n`;
      written += 1;
    }
  }
}
