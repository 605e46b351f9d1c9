import { repairOf, type StreamRecord, trailObjects } from '@pipeline/audit-trail';
import type { DynamoDBBatchResponse } from 'aws-lambda';
import { figuresOf, datasetDimension } from './figures';
import type { Ports } from './ports';
import { type Change, readBatch } from './read-batch';

/**
 * One batch of the stream: entries into the trail first, so that no repair that fails costs an entry; then repairs. The
 * first record that failed is reported: the mapping goes on from there, and bisects until a poison record is alone and
 * ends in the on-failure destination. Everything may be done again: objects are created once, repairs are conditional.
 */
export async function auditBatch(records: readonly StreamRecord[], ports: Ports): Promise<DynamoDBBatchResponse> {
  const { changes, poison } = readBatch(records);
  if (poison) {
    ports.metrics.poisonRecord();
    ports.log.error('the record cannot be understood', poison);
  }
  const kept = await keep(changes, ports);
  const settled = await repairAll(changes.slice(0, kept), ports);
  figuresOf(changes.slice(0, settled), ports.clock.now()).forEach((figures) => ports.metrics.audited(figures));
  const failed = changes[settled]?.sequenceNumber ?? poison?.sequenceNumber;
  return { batchItemFailures: failed === undefined ? [] : [{ itemIdentifier: failed }] };
}

/** Puts the entries into the trail; how many of the changes, from the first on, are in it. */
async function keep(changes: readonly Change[], { trail, environment, log }: Ports): Promise<number> {
  const objects = trailObjects(environment.TABLE_REGION, changes);
  const failures = await Promise.all(
    objects.map(async (object) => {
      try {
        await trail.create(object);
        return changes.length;
      } catch (error) {
        log.error('entries not written, the batch comes again', { key: object.key, reason: reasonOf(error) });
        return changes.findIndex(({ sequenceNumber }) => sequenceNumber === object.firstSequenceNumber);
      }
    }),
  );
  return Math.min(changes.length, ...failures);
}

/** Repairs of one key in their order, of several keys side by side; how many changes, from the first on, are settled. */
async function repairAll(changes: readonly Change[], ports: Ports): Promise<number> {
  const byKey = new Map<string, { readonly index: number; readonly change: Change }[]>();
  for (const [index, change] of changes.entries()) {
    if (repairOf(change.record, '', 0) === undefined) continue;
    const key = JSON.stringify([change.entry.recordId, change.entry.timestamp]);
    byKey.set(key, [...(byKey.get(key) ?? []), { index, change }]);
  }
  const waiting = byKey.values();
  let settled = changes.length;
  const work = async () => {
    for (const ofKey of waiting) {
      for (const { index, change } of ofKey) {
        if (await repaired(change, ports)) continue;
        settled = Math.min(settled, index);
        break;
      }
    }
  };
  await Promise.all(Array.from({ length: ports.environment.MAX_REPAIRS_IN_FLIGHT }, work));
  return settled;
}

async function repaired({ record, entry, sequenceNumber }: Change, ports: Ports): Promise<boolean> {
  const repair = repairOf(record, ports.environment.TABLE_REGION, ports.clock.now());
  if (repair === undefined) return true;
  try {
    const answer = await ports.table.putBack(repair.item, repair.revision);
    if (answer === 'written') ports.metrics.conflictRepaired(datasetDimension(entry));
    return true;
  } catch (error) {
    ports.log.error('the higher revision was not put back, the record comes again', {
      sequenceNumber,
      entryId: entry.entryId,
      reason: reasonOf(error),
    });
    return false;
  }
}

/** The sentence of anything that was thrown. */
const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
