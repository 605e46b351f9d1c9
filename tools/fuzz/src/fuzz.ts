import { gzipSync } from 'node:zlib';
import type { Format } from '@pipeline/file-formats';
import { complaint } from './check';
import { gzipComplaint } from './check-gzip';
import { corpus } from './corpus';
import { mutate } from './mutate';
import { drawsOf } from './random';

const FORMATS: readonly Format[] = ['csv', 'ndjson', 'json'];
const compressed = Object.values(corpus).flatMap((files) => files.map((file) => gzipSync(file)));

/** One input that was taken wrongly, to be run again by its seed. */
export interface Finding {
  readonly seed: number;
  readonly format: Format | 'gzip';
  readonly input: Buffer;
  readonly complaint: string;
}

/** The input of a seed, and what is wrong with how it is read. One in ten is a damaged gzip object. */
export async function fuzzOne(seed: number): Promise<Finding | undefined> {
  const draw = drawsOf(seed);
  const format = draw(10) === 0 ? 'gzip' : (FORMATS[draw(FORMATS.length)] ?? 'csv');
  const files = format === 'gzip' ? compressed : corpus[format];
  const input = mutate(files[draw(files.length)] ?? Buffer.alloc(0), draw);
  const chunk = 2 + draw(9);
  const wrong = format === 'gzip' ? await gzipComplaint(input, chunk) : complaint(format, input, [1, chunk]);
  return wrong === undefined ? undefined : { seed, format, input, complaint: wrong };
}
