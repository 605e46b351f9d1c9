import { datasetOf, expiry, fileId } from '@pipeline/record-schema';
import { bucketRole } from '@pipeline/runtime-contract';
import type { ObjectVersion, Ports } from './ports';
import type { Reconciliation } from './sentinel-state';
import type { StateKeeper } from './state-keeper';
import { failStalledReceipts } from './stalled-receipts';
import { tellUntold, toTell } from './tell-people';

/** No page is begun with less time left, in milliseconds. */
const PAGE_RESERVE_MS = 10_000;

/** In a queue that is never empty a message may be; one that old is announced once more, to no harm. */
const SURELY_MISSED_MS = 24 * 3_600_000;

/** Once an hour: begins a walk through the own bucket, and ends what nobody works on any more. */
export async function reconcile(keeper: StateKeeper, ports: Ports, timeLeft: () => number): Promise<void> {
  if (!keeper.state.reconciliation) {
    const reconciliation = { startedAt: ports.clock.now(), missed: 0, unmatched: 0 };
    await keeper.save({ ...keeper.state, reconciliation });
  }
  await failStalledReceipts(keeper.state.heldAt, ports, timeLeft);
  await reconcileOnwards(keeper, ports, timeLeft);
}

/** Goes on with a walk that has begun, page by page, in the time that this invocation has left; ticks go on with it too. */
export async function reconcileOnwards(keeper: StateKeeper, ports: Ports, timeLeft: () => number): Promise<void> {
  while (keeper.state.reconciliation && timeLeft() > PAGE_RESERVE_MS) {
    const walk = keeper.state.reconciliation;
    const { versions, next } = await ports.buckets.list(walk.cursor);
    const found = await lookAt(versions, ports);
    const { cursor: _, ...counts } = {
      ...walk,
      missed: walk.missed + found.missed,
      unmatched: walk.unmatched + found.unmatched,
    };
    if (next) await keeper.save({ ...keeper.state, reconciliation: { ...counts, cursor: next } });
    else await finish(keeper, ports, counts);
  }
}

async function finish(keeper: StateKeeper, ports: Ports, { missed, unmatched }: Reconciliation): Promise<void> {
  ports.metrics.gauge('unmatchedObjects', unmatched);
  ports.log.info('The bucket is reconciled with the receipts.', { missed, unmatched });
  const { reconciliation: _, ...rest } = keeper.state;
  const next = { ...rest, unmatched };
  const notice = {
    change: `${unmatched} objects that no rule matches`,
    why: 'They lie under incoming/ and belong to no dataset, by prefix or by suffix: nobody reads them. The log names each.',
  };
  await keeper.save(unmatched > keeper.state.unmatched ? toTell(next, notice) : next);
  await tellUntold(keeper, ports);
}

async function lookAt(versions: readonly ObjectVersion[], ports: Ports) {
  const { environment, clock, log, metrics, queues, receipts } = ports;
  const role = bucketRole(environment.TABLE_REGION);
  let missed = 0;
  let unmatched = 0;
  let depth: number | undefined;
  for (const { key, versionId, lastModified } of versions) {
    const age = clock.now() - Date.parse(lastModified);
    if (!datasetOf(key)) {
      unmatched += 1;
      log.warn('An object is matched by no rule.', { key, versionId });
      continue;
    }
    // What is older than a receipt is kept has none any more.
    if (age < environment.ANNOUNCED_WITHIN_SECONDS * 1_000 || expiry(lastModified) * 1_000 <= clock.now()) continue;
    const id = fileId({ role, key, versionId });
    if ((await receipts.of(id, lastModified)).length > 0) continue;
    depth ??= await queues.depth(environment.TABLE_REGION);
    if (depth > 0 && age < SURELY_MISSED_MS) continue;
    await queues.send({
      kind: 'adopt',
      address: { bucket: environment.INGESTION_BUCKET, key, versionId },
      origin: { role, key, versionId, lastModified },
    });
    missed += 1;
    log.warn('An object was never announced: it is now.', { fileId: id, key, versionId });
  }
  metrics.count('notificationsMissed', missed);
  return { missed, unmatched };
}
