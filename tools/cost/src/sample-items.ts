import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { isLeft, isRight } from 'fp-ts/Either';
import {
  type Dataset,
  datasets,
  type FileStamp,
  type Item,
  type RejectedRow,
  rowPreparer,
  toRejectedRow,
} from '@pipeline/record-schema';

export interface DatasetItems {
  readonly dataset: string;
  readonly items: readonly Item[];
  readonly rejected: readonly RejectedRow[];
}

/** A file as long as real ids are. */
const FILE: FileStamp = {
  fileId: 'A'.repeat(22),
  lastModified: '2026-03-14T09:26:53.000Z',
  region: 'us-east-1',
  shardCount: 16,
};
const NOW = Date.parse(FILE.lastModified);
/** Of a generated length, as the pipeline's secret has. */
const KEYS = [{ notBefore: '1970-01-01T00:00:00Z', key: Buffer.alloc(64, 'k') }];

/** Enough for a mean, and done in a second. */
const MAX_ROWS = 1_000;

function rowsOf({ sample, delimiter = ',' }: Dataset, workspace: string): readonly unknown[] {
  const { from, file } = sample;
  if ('rows' in from) return [...from.rows()].slice(0, MAX_ROWS);
  const text = readFileSync(join(workspace, 'node_modules', from.package, from.path), 'utf8');
  const rows = file.endsWith('.csv')
    ? (parse(text, { columns: true, delimiter, bom: true, to: MAX_ROWS }) as unknown[])
    : (JSON.parse(text) as unknown[]);
  return rows.slice(0, MAX_ROWS);
}

/** The items and rejected rows that the processor makes of each dataset's sample. */
export function sampleItems(workspace: string): readonly DatasetItems[] {
  return [...datasets.values()].map((dataset) => {
    const prepare = rowPreparer(dataset, FILE, KEYS);
    const items: Item[] = [];
    const rejected: RejectedRow[] = [];
    rowsOf(dataset, workspace).forEach((value, index) => {
      const ordinal = index + 1;
      const prepared = prepare(value, ordinal, NOW);
      if (isRight(prepared)) items.push(prepared.right);
      if (isLeft(prepared)) {
        const raw = Buffer.from(JSON.stringify(value));
        const position = { ordinal, offset: 0, line: ordinal, length: raw.length };
        rejected.push(toRejectedRow(dataset, FILE, { position, faults: prepared.left, raw, value }, NOW));
      }
    });
    return { dataset: dataset.name, items, rejected };
  });
}
