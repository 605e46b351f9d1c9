import type { Random } from '../engine/random';
import type { Scheduler } from '../engine/scheduler';
import type { Change, SimulatedTable } from '../cloud/simulated-table';

/**
 * The stream-auditor's part in convergence, as DESIGN states it, until the auditor itself runs here (issue 7): where the
 * new image of a change has the lower revision, the whole old image is written back, unless a higher one came meanwhile.
 */
export function repairConflicts(table: SimulatedTable, scheduler: Scheduler, random: Random) {
  return ({ region, oldImage, newImage }: Change): void => {
    const [before, after] = [oldImage?.['revision'], newImage['revision']];
    if (oldImage === undefined || typeof before !== 'string' || typeof after !== 'string' || before <= after) return;
    scheduler.after(random.between(10, 2_000), () => {
      try {
        table.put(region, {
          Item: oldImage,
          ConditionExpression: 'attribute_not_exists(revision) OR revision < :revision',
          ExpressionAttributeValues: { ':revision': before },
        });
      } catch (error) {
        if (!(error instanceof Error) || error.name !== 'ConditionalCheckFailedException') throw error;
      }
    });
  };
}
