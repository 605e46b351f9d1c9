import { datasetOf, fileId, isComplete } from '@pipeline/record-schema';
import { ADOPTED_PREFIX, bucketRole } from '@pipeline/runtime-contract';
import type { LostBucket, ObjectVersion, Ports } from './ports';
import type { CatchUp } from './sentinel-state';
import { Overtaken, type StateKeeper } from './state-keeper';
import { tellUnreachable } from './unreachable-files';

/** No page is begun with less time left, in milliseconds: a page that is cut off is done again. */
const PAGE_RESERVE_MS = 15_000;

/** Copies under way at once. */
const COPIES_AT_ONCE = 4;

/** Ticks between the end of a walk and the next: producers may go on putting files into the lost region's bucket. */
const PAUSE_TICKS = 5;

/**
 * While the other region is lost: takes over its files that have no completed receipt, page by page through the versions of
 * its bucket. The place is saved after each page, so a crash repeats a page at most, and to repeat one changes nothing: a
 * file keeps its identity wherever its bytes are, and the processor acknowledges what is completed.
 */
export async function catchUp(keeper: StateKeeper, ports: Ports, timeLeft: () => number): Promise<void> {
  const progress = keeper.state.catchUp;
  if (!progress) return;
  if (progress.pause > 0) {
    await keeper.save({ ...keeper.state, catchUp: { ...progress, pause: progress.pause - 1 } });
    return;
  }
  let walk: CatchUp = progress;
  try {
    const lost = await ports.openLostBucket();
    while (timeLeft() > PAGE_RESERVE_MS) {
      const { versions, next } = await lost.list(walk.cursor);
      const { adopted, failed } = await adoptPage(versions, lost, ports);
      const { cursor: _, ...counts } = { ...walk, adopted: walk.adopted + adopted, failed: walk.failed + failed };
      walk = next ? { ...counts, cursor: next } : { ...counts, pause: PAUSE_TICKS };
      if (!next) break;
      await keeper.save({ ...keeper.state, catchUp: walk });
    }
  } catch (error) {
    if (error instanceof Overtaken) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    ports.log.warn(`The bucket of ${ports.environment.OTHER_REGION} can't be walked now: ${reason}`);
    walk = { ...walk, pause: 1 };
    await tellUnreachable(keeper, ports, timeLeft);
  }
  if (walk.pause === PAUSE_TICKS) {
    const { adopted, failed } = walk;
    ports.log.info('Catch-up has walked through the bucket of the lost region.', { adopted, failed });
    if (failed > 0) await tellUnreachable(keeper, ports, timeLeft);
    walk = { adopted: 0, failed: 0, pause: PAUSE_TICKS };
  }
  await keeper.save({ ...keeper.state, catchUp: walk });
}

async function adoptPage(versions: readonly ObjectVersion[], lost: LostBucket, ports: Ports) {
  let adopted = 0;
  let failed = 0;
  const waiting = [...versions];
  await Promise.all(
    Array.from({ length: COPIES_AT_ONCE }, async () => {
      for (let version = waiting.shift(); version; version = waiting.shift()) {
        try {
          if (await adopt(version, lost, ports)) adopted += 1;
        } catch (error) {
          failed += 1;
          const reason = error instanceof Error ? error.message : String(error);
          ports.log.warn(`A file of the lost region could not be adopted now: ${reason}`, {
            key: version.key,
            versionId: version.versionId,
          });
        }
      }
    }),
  );
  ports.metrics.count('filesAdopted', adopted);
  return { adopted, failed };
}

/** @returns whether the file was taken over; it is left where a receipt says that it is done, or in hand here. */
async function adopt(version: ObjectVersion, lost: LostBucket, ports: Ports): Promise<boolean> {
  const { TABLE_REGION, OTHER_REGION, INGESTION_BUCKET } = ports.environment;
  const { key, versionId, lastModified } = version;
  // No rule announces it there either: it is for the reconciliation of its own region to report.
  if (!datasetOf(key)) return false;
  const role = bucketRole(OTHER_REGION);
  const id = fileId({ role, key, versionId });
  const receipts = await ports.receipts.of(id, lastModified);
  if (receipts.some((receipt) => isComplete(receipt) || receipt.originRegion === TABLE_REGION)) return false;
  const copy = `${ADOPTED_PREFIX}${id}`;
  const copyVersion = await lost.copy(version, copy);
  await ports.queues.send({
    kind: 'adopt',
    address: { bucket: INGESTION_BUCKET, key: copy, versionId: copyVersion },
    origin: { role, key, versionId, lastModified },
  });
  ports.log.info('A file of the lost region is adopted.', { fileId: id, key, versionId });
  return true;
}
