import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface DrillFile {
  readonly path: string;
  readonly rows: number;
}

/** What the table must hold in the end, by day: the wind. */
export type ExpectedWinds = ReadonlyMap<string, string>;

const DAY_MS = 86_400_000;
const FIRST_DAY = Date.parse('2000-01-01T00:00:00Z');
const HEADER = 'date,precipitation,temp_max,temp_min,wind,weather';

const dayOf = (index: number): string => new Date(FIRST_DAY + index * DAY_MS).toISOString().slice(0, 10);

/**
 * Weather files of which each has days of its own in its first half, and in its second the days of all others: there the
 * file that was sent last must stand. Every wind tells its file, and the seed.
 */
export async function makeFiles(
  folder: string,
  { files, rows, seed }: { readonly files: number; readonly rows: number; readonly seed: number },
): Promise<{ readonly made: readonly DrillFile[]; readonly winds: ExpectedWinds }> {
  const own = Math.floor(rows / 2);
  const winds = new Map<string, string>();
  const made: DrillFile[] = [];
  for (let file = 0; file < files; file += 1) {
    const days = Array.from({ length: rows }, (_, row) => dayOf(row < own ? (file + 1) * rows + row : row - own));
    const lines = days.map((day, row) => {
      const wind = `${file + 1}.${((seed + row) % 9) + 1}`;
      winds.set(day, wind);
      return `${day},0.0,12.8,5.0,${wind},sun`;
    });
    const path = join(folder, `file-${file + 1}.csv`);
    await writeFile(path, `${[HEADER, ...lines].join('\n')}\n`);
    made.push({ path, rows });
  }
  return { made, winds };
}
