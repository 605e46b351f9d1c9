import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as recordSchema from '@pipeline/record-schema';
import { buildSync } from 'esbuild';

const WORKSPACE = join(__dirname, '../../..');

/** A scratch copy of the library, inside the workspace, so that it finds its dependencies. */
let scratch: string;
let library: typeof recordSchema;
beforeAll(() => {
  mkdirSync(join(WORKSPACE, 'tmp'), { recursive: true });
  scratch = mkdtempSync(join(WORKSPACE, 'tmp/adding-a-dataset-'));
  cpSync(join(WORKSPACE, 'libs/record-schema/src'), scratch, { recursive: true });

  // 1. One file: the code of the how-to, as it stands there.
  const page = readFileSync(join(WORKSPACE, 'docs/datasets.md'), 'utf8');
  const [, file = '', code = ''] =
    /`libs\/record-schema\/src\/(datasets\/[a-z-]+\.ts)`:\n\n```ts\n([\s\S]*?)```/.exec(page) ?? [];
  writeFileSync(join(scratch, file), code);

  // 2. One line (and its import).
  const index = join(scratch, 'datasets/index.ts');
  const registered = readFileSync(index, 'utf8').replace('  weather,', '  parcels,\n  weather,');
  writeFileSync(index, `import { parcels } from './parcels';\n${registered}`);

  const outfile = join(scratch, 'library.cjs');
  buildSync({ entryPoints: [join(scratch, 'index.ts')], bundle: true, platform: 'node', format: 'cjs', outfile });
  library = createRequire(__filename)(outfile) as typeof recordSchema;
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const FILE = { fileId: 'A'.repeat(22), lastModified: '2026-03-14T09:26:53.000Z', region: 'us-east-1', shardCount: 16 };
const prepare = (row: object) => {
  const dataset = library.datasets.get('parcels');
  if (!dataset) throw new Error('The how-to adds no dataset.');
  return library.rowPreparer(dataset, FILE)(row, 1, 0);
};

describe('the dataset of the how-to', () => {
  it('has rules in the bucket', () => {
    expect(library.notificationRules().filter(({ dataset }) => dataset === 'parcels')).toEqual([
      { dataset: 'parcels', prefix: 'incoming/parcels/', suffix: '.csv' },
      { dataset: 'parcels', prefix: 'incoming/parcels/', suffix: '.csv.gz' },
    ]);
    expect(library.datasetOf('incoming/parcels/2026/scans.csv')?.delimiter).toBe(';');
  });

  it('stores what fits', () => {
    const row = {
      parcel: 'P00000001',
      scanned_at: '2026-01-31T11:00:00+01:00',
      depot: 'Ulm',
      event: 'left',
      weight_kg: '1.50',
    };
    expect(prepare(row)).toMatchObject({
      right: {
        recordId: 'parcels#P00000001',
        timestamp: '2026-01-31T10:00:00.000Z',
        payload: { parcel: 'P00000001', depot: 'Ulm', event: 'left', weightKilograms: 1.5 },
      },
    });
  });

  it('refuses what does not, with every fault', () => {
    expect(prepare({ parcel: '1', scanned_at: 'now', depot: '', event: 'eaten', weight_kg: '-1' })).toMatchObject({
      left: ['parcel', 'scanned_at', 'depot', 'event', 'weight_kg'].map((path) => ({ path })),
    });
  });
});
