import { createHash } from 'node:crypto';
import { isComplete } from '@pipeline/record-schema';
import type { Ports } from './ports';
import { promisedUploads } from './promised-uploads';
import type { StateKeeper } from './state-keeper';
import { type Notice, tellUntold, toTell } from './tell-people';

/** How many are named in the announcement; the log has all that are listed. */
const NAMED = 20;

/** More are not listed: by then somebody has to look at the region, not at its files. */
const LISTED = 1_000;

/**
 * Lists for the producers what the lost region has and nobody can fetch: files with a receipt of its that is not ended, and
 * uploads that it promised to take and of which no receipt tells. Both replicate, so they are known here though the bucket
 * is not.
 */
export async function tellUnreachable(keeper: StateKeeper, ports: Ports, timeLeft: () => number): Promise<void> {
  const files = await unreachableFiles(ports, timeLeft);
  ports.metrics.gauge('filesUnreachable', files.length);
  // As many as before may be others: who has one of them was not told yet.
  const named = createHash('sha256').update(files.join('\n')).digest('base64url');
  const { unreachable, unreachableNamed } = keeper.state;
  if (files.length === unreachable && (files.length === 0 || named === unreachableNamed)) return;
  for (const file of files) ports.log.warn('A file of the lost region can not be fetched.', { key: file });
  const next = { ...keeper.state, unreachable: files.length, unreachableNamed: named };
  await keeper.save(files.length === 0 ? next : toTell(next, noticeOf(files, ports)));
  await tellUntold(keeper, ports);
}

function noticeOf(files: readonly string[], { environment }: Ports): Notice {
  const more = files.length > NAMED ? ` … and ${files.length - NAMED} more: the log has them.` : '';
  return {
    change: `${files.length} files wait in ${environment.OTHER_REGION}`,
    why:
      'Its bucket does not answer. They are adopted when it does; who can not wait for that uploads them to ' +
      `${environment.TABLE_REGION} again: ${files.slice(0, NAMED).join(', ')}${more}`,
  };
}

async function unreachableFiles(ports: Ports, timeLeft: () => number): Promise<readonly string[]> {
  const { receipts, environment } = ports;
  const keys = new Set<string>();
  for (let shard = 0; shard < environment.STATUS_SHARDS && keys.size < LISTED; shard += 1) {
    for (const status of ['RECEIVED', 'PROCESSING'] as const) {
      for await (const entry of receipts.byStatus(status, shard)) {
        if (keys.size >= LISTED) break;
        if (!entry.timestamp.endsWith(`#${environment.OTHER_REGION}`)) continue;
        const receipt = await receipts.read(entry);
        if (!receipt) continue;
        const known = await receipts.of(receipt.recordId.slice('file#'.length), receipt.object.lastModified);
        if (!known.some((one) => isComplete(one) || one.originRegion === environment.TABLE_REGION)) {
          keys.add(receipt.origin.key);
        }
      }
    }
  }
  for (const key of await promisedUploads(ports, LISTED - keys.size, timeLeft)) keys.add(key);
  return [...keys].sort();
}
