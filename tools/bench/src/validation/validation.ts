import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { datasets } from '@pipeline/record-schema';
import { race } from '../contest/race';
import type { Part } from '../part';

const ROWS = 100_000;
const CHECK_ROWS = 500;

/** One schema in the words of several validators, on rows that are all valid, and with one in a hundred that is not. */
export const validation: Part = {
  name: 'validation',
  about: 'from a value to a record or a refusal',
  async *measure(asked) {
    const count = asked.rows ?? (asked.check ? CHECK_ROWS : ROWS);
    const input = join(asked.folder, 'readings.ndjson');
    for (const [every, title, goals] of [
      [Infinity, 'all of them valid', [{ against: 'io-ts decode', times: 7 }]],
      [100, 'one in a hundred refused', []],
    ] as const) {
      await writeFile(input, lines(count, every));
      yield {
        title: `Validation of sensor-readings, ${title}`,
        figures: await race('validation', input, asked),
        ours: 'ours',
        goals,
      };
    }
  },
};

/** Valid readings; of one in `every` the temperature is a text. */
function lines(count: number, every: number): string {
  const dataset = datasets.get('sensor-readings');
  if (!dataset || !('rows' in dataset.sample.from)) throw new Error('The sample of sensor-readings is not generated.');
  const valid = [...dataset.sample.from.rows()].filter((row) => dataset.record.is(row)) as readonly Reading[];
  return Array.from({ length: count }, (_, index) => {
    const row = valid[index % valid.length] as Reading;
    const refused = index % every === every - 1;
    return `${JSON.stringify(refused ? { ...row, reading: { ...row.reading, temperatureCelsius: 'warm' } } : row)}\n`;
  }).join('');
}

interface Reading {
  readonly reading: object;
}
