import type { Part } from '../part';
import { readings } from './readings';
import { VirtualCloud } from './virtual-cloud';

/** Rows a second that the table takes: it begins with 2,000, falls to 500 after 10 s, and is back after 20. */
const capacity = (at: number): number => (at < 10_000 || at >= 20_000 ? 2_000 : 500);

/** How the function finds what a table takes, without being told. */
export const pace: Part = {
  name: 'pace',
  about: "how fast the writes find a table's rate, and hold it: the real function in virtual time",
  async *measure({ check }) {
    for (const workers of check ? [1] : [1, 4]) {
      const cloud = new VirtualCloud({
        workers,
        costs: { rowMs: 0.1, bytesPerMs: 90_000, answerMs: 5, pollMs: 60 },
        sliceBytes: 33_554_432,
        writesInFlight: 32,
        chunkBytes: 65_536,
        capacity,
      });
      const rows = check ? 2_000 : 44_000 / workers;
      for (let file = 0; file < workers; file += 1) {
        cloud.put(`incoming/sensor-readings/${file}.ndjson`, readings(rows, file * rows));
      }
      await cloud.run();
      const stored = [...cloud.receipts.values()].reduce((sum, receipt) => sum + receipt.stored, 0);
      if (stored !== rows * workers) throw new Error(`${stored} of ${rows * workers} rows are stored.`);
      yield {
        title: `A table of 2,000 rows a second, then 500, then 2,000 again; ${workers} at once`,
        figures: [],
        lines: curve(cloud),
        notes: ['Virtual time: the function is the real one, the table a model of one that refuses what is too much.'],
      };
    }
  },
};

function curve({ stored, refused }: VirtualCloud): readonly string[] {
  const seconds = stored.flatMap((rows, second) => {
    const takes = capacity(second * 1_000);
    const share = Math.round((100 * rows) / takes);
    return [`| ${second + 1} | ${takes} | ${rows} | ${share} % | ${refused[second] ?? 0} |`];
  });
  return [
    '| second | takes | stored | of it | refused |',
    '| ---: | ---: | ---: | ---: | ---: |',
    ...seconds.slice(0, -1),
  ];
}
