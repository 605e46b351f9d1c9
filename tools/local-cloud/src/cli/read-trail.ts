import { type Entry, readEntry, readObject, readObjectKey, TrailMerge } from '@pipeline/audit-trail';
import { isLeft } from 'fp-ts/Either';
import type { RegionClient } from './region-client';

/**
 * The entries of a region's audit trail, in the order of the trail's objects, each identity (`entryId`) once; none where
 * the region keeps no trail.
 * @throws Error naming the object that cannot be read, or holds another entry under an identity that was there before.
 */
export async function* readTrail(client: Pick<RegionClient, 'address' | 'bytes' | 'keys'>): AsyncGenerator<Entry> {
  const { auditBucket } = client.address;
  const seen = new TrailMerge();
  for await (const key of auditBucket === '' ? [] : client.keys(auditBucket)) {
    if (readObjectKey(key) === undefined) continue;
    const place = `s3://${auditBucket}/${key}`;
    const lines = readObject(await client.bytes(auditBucket, key));
    if (isLeft(lines)) throw new Error(`${place} is no object of a trail: ${lines.left}.`);
    for (const line of lines.right) {
      const entry = readEntry(line);
      if (isLeft(entry)) throw new Error(`${place} has a line that is no entry: ${entry.left}.`);
      const merged = seen.add(entry.right);
      if (merged === 'conflict') {
        throw new Error(`${place} has another entry ${entry.right.entryId} than an object before it.`);
      }
      if (merged === 'new') yield entry.right;
    }
  }
}
