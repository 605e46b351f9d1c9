import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromJson, type Image } from '../cloud/wire';
import { toldChange } from './trail-line';

/** Lines as the functions of every version wrote them. */
const GOLDEN = join(__dirname, '../../../../libs/audit-trail/src/fixtures/entries-v1.ndjson');

interface Line {
  readonly action: string;
  readonly recordId: string;
  readonly timestamp: string;
  readonly image?: Image;
}

const golden = readFileSync(GOLDEN, 'utf8').trimEnd().split('\n');
const written = golden.filter((line) => (JSON.parse(line) as Line).action === 'WRITTEN');

it.each(written)('is to the byte what the contract says: %s', (line) => {
  const { recordId, timestamp, image = {} } = JSON.parse(line) as Line;
  const item = fromJson({ ...image, processedAt: { N: '1' }, originRegion: { S: 'us-east-1' } });
  expect(toldChange(`${recordId}\u0000${timestamp}`, 'WRITTEN', item).line).toBe(line);
});

it('of a removal has the origin and the revision of what was removed, and no image', () => {
  const [removed = ''] = golden.filter((line) => (JSON.parse(line) as Line).action === 'REMOVED');
  const { recordId, timestamp } = JSON.parse(removed) as Line;
  const before = written.map((line) => JSON.parse(line) as Line).find((line) => line.recordId === recordId);
  const item = fromJson(before?.image ?? {});
  expect(toldChange(`${recordId}\u0000${timestamp}`, 'REMOVED', item).line).toBe(removed);
});

it('has the members of a map in the order of their text, numbers or not', () => {
  const slices = { 9: { line: 1 }, 10: { line: 2 } };
  const { line } = toldChange('file#1\u0000t', 'WRITTEN', { recordId: 'file#1', timestamp: 't', revision: 7, slices });
  expect(line).toContain('"slices":{"M":{"10":{"M":{"line":{"N":"2"}}},"9":{"M":{"line":{"N":"1"}}}}}');
});
