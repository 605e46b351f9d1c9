import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { race } from '../contest/race';
import type { Part } from '../part';
import type { Goal } from '../section';
import { type Format, writeRows } from './rows';

const ROWS = 100_000;
const CHECK_ROWS = 500;

const contests: readonly (readonly [format: Format, title: string, goals: readonly Goal[]])[] = [
  ['csv', 'CSV', [{ against: 'csv-parse', times: 8 }]],
  [
    'json',
    'JSON array',
    [
      { against: 'JSON.parse, whole file', times: 1.25 },
      // What it was when the goal was set; 3.8 reads about three times as fast.
      { against: 'stream-json 1.9', times: 10 },
    ],
  ],
  ['ndjson', 'NDJSON', [{ against: 'JSON.parse, the rows as one array', times: 1.25 }]],
];

/** The readers against what others would take: from a file to rows, the rows compared by hash. */
export const readers: Part = {
  name: 'readers',
  about: 'CSV, JSON and NDJSON: from bytes to rows',
  async *measure(asked) {
    const { rows, check, folder } = asked;
    const count = rows ?? (check ? CHECK_ROWS : ROWS);
    const pathOf = (format: Format) => join(folder, `orders.${format}`);
    for (const [format] of contests) await writeRows(pathOf(format), format, count);
    for (const [format, title, goals] of contests) {
      const { size } = await stat(pathOf(format));
      yield {
        title: `${title}, ${Math.round(size / count)} bytes a row`,
        figures: await race(format, pathOf(format), asked),
        ours: 'ours',
        goals,
      };
    }
  },
};
