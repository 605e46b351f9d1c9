import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Part } from '../part';
import type { Figure } from '../section';
import { surroundings } from '../whole/file-of-rows';

const run = promisify(execFile);

/** A process each, in turns. */
const STARTS = 15;

const EMPTY = 'an empty function';

/** Told by the process itself: from before its code is loaded until its handler can be called, and the processor time of that. */
const START = (bundle: string): string =>
  `const before = process.cpuUsage(), begun = performance.now();
   const { handler } = require(${JSON.stringify(bundle)});
   const { user, system } = process.cpuUsage(before);
   if (typeof handler !== 'function') throw new Error('There is no handler.');
   console.log(JSON.stringify({ seconds: (performance.now() - begun) / 1e3, cpuSeconds: (user + system) / 1e6 }));`;

/** What the processor's code costs an environment that begins, over a function without any. */
export const coldStart: Part = {
  name: 'cold-start',
  about: 'the processor until it can take its first message, over an empty function',
  async *measure({ check, folder }) {
    const empty = join(folder, 'empty.js');
    await writeFile(empty, 'exports.handler = async () => undefined;\n');
    surroundings('http://127.0.0.1:1');
    const bundles = new Map([
      // npm runs its scripts where package.json is.
      ['processor', join(process.cwd(), 'dist/apps/processor/index.js')],
      [EMPTY, empty],
    ]);
    const starts = new Map<string, { readonly seconds: number; readonly cpuSeconds: number }[]>();
    for (let round = 0; round < (check ? 1 : STARTS); round += 1) {
      for (const [name, bundle] of bundles) {
        const { stdout } = await run(process.execPath, ['-e', START(bundle)]);
        const start = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as { seconds: number; cpuSeconds: number };
        starts.set(name, [...(starts.get(name) ?? []), start]);
      }
    }
    const figures: readonly Figure[] = [...starts].map(([name, ofName]) => ({
      name,
      rows: 1,
      seconds: ofName.map(({ seconds }) => seconds),
      cpuSeconds: ofName.map(({ cpuSeconds }) => cpuSeconds),
    }));
    yield {
      title: 'loading the code of a function',
      figures,
      over: { figure: EMPTY, mostMs: 100 },
      notes: [
        'A row is a start. On this machine, from its disk: Lambda has its own ways to load code, and was not measured.',
      ],
    };
  },
};
