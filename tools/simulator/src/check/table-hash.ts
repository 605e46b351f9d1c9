import { createHash } from 'node:crypto';
import type { SimulatedTable } from '../cloud/simulated-table';
import { type Attributes, marshalledItem } from '../cloud/value';

/** What makes two items the same: all but who wrote them when; of receipts what they account for. */
export function contentOf(item: Attributes): string {
  if (String(item['recordId']).startsWith('file#')) {
    const { recordId, timestamp, processingStatus, rows, rejected, stored, duplicate, superseded } = item;
    return JSON.stringify([recordId, timestamp, processingStatus, rows, rejected, stored + duplicate + superseded]);
  }
  const { processedAt: _at, originRegion: _region, echo: _echo, ...content } = item;
  return JSON.stringify(marshalledItem(content));
}

/** Of all items of a replica, in the order of their keys. */
export function tableHash(table: SimulatedTable, region: string): string {
  const hash = createHash('sha256');
  for (const key of [...table.items(region).keys()].sort()) {
    hash.update(contentOf(table.items(region).get(key)?.item ?? {})).update('\n');
  }
  return hash.digest('hex').slice(0, 32);
}
