import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { race } from '../contest/race';
import type { Asked, Part } from '../part';
import type { Section } from '../section';
import { writeGoodRows } from '../stub/sensor-rows';
import { ServiceStub } from '../stub/service-stub';
import { stubCertificate } from '../stub/stub-certificate';
import type { WholeInput } from './whole-input';

const ROWS = 8_000;
const CHECK_ROWS = 300;

/** The SDK's client gets faster for seconds: a short run would be of one that is cold. */
const WARM_SECONDS = 8;

/** About 20 MB, and about 1 GB: a fiftyfold file. */
const SMALL_ROWS = 100_000;
const TIMES = 50;

/** The whole way of a file on one core, S3 stub to table stub: the function as it is deployed, and the usual one. */
export const whole: Part = {
  name: 'whole',
  about: 'a file from bucket to table, against the usual function',
  async *measure(asked) {
    const tls = await stubCertificate(asked.folder);
    const file = join(asked.folder, 'bench.ndjson');
    const rows = asked.rows ?? (asked.check ? CHECK_ROWS : ROWS);
    await writeGoodRows(file, rows);
    for (const latencyMs of [0, 5]) {
      const figures = await served({ file, latencyMs, tls }, (url) =>
        race('whole', inputOf(url, rows), asked, WARM_SECONDS),
      );
      yield {
        title: `a table that answers ${latencyMs === 0 ? 'at once' : `after ${latencyMs} ms`}, compared by wall time`,
        figures,
        ours: 'ours',
        // Rows a second of one core are asked for; the processor time beside it says what they cost.
        basis: 'wall',
        goals: [{ against: 'tutorial', times: 10 }],
      };
    }
  },
};

/** What the function holds of a file, small and large, with all of its writes. */
export const memory: Part = {
  name: 'memory',
  about: 'the most memory that the function holds, of a file of 20 MB and of 1 GB',
  async *measure(asked) {
    const tls = await stubCertificate(asked.folder);
    const small = asked.rows ?? (asked.check ? CHECK_ROWS : SMALL_ROWS);
    const large = small * (asked.check ? 2 : TIMES);
    const figures: Section['figures'][number][] = [];
    for (const rows of [small, large]) {
      const file = join(asked.folder, 'bench.ndjson');
      await writeGoodRows(file, rows);
      const { size } = await stat(file);
      // One pass to be warm, one that is measured: more of them say nothing more of memory.
      const once: Pick<Asked, 'rounds' | 'check'> = { rounds: 1, check: true };
      const [figure] = await served({ file, latencyMs: 0, tls }, (url) => race('memory', inputOf(url, rows), once));
      if (figure) figures.push({ ...figure, name: `${Math.round(size / 1e6).toLocaleString('en')} MB` });
    }
    yield { title: 'memory, writes included', figures, peaks: { mostMiB: 160, growth: 1.15 } };
  },
};

const inputOf = (url: string, rows: number): string => {
  // npm runs its scripts where package.json is.
  const bundle = join(process.cwd(), 'dist/apps/processor/index.js');
  return JSON.stringify({ url, rows, bundle } satisfies WholeInput);
};

async function served<T>(
  settings: ConstructorParameters<typeof ServiceStub>[0],
  work: (url: string) => Promise<T>,
): Promise<T> {
  const stub = new ServiceStub(settings);
  try {
    return await work(await stub.start());
  } finally {
    await stub.stop();
  }
}
