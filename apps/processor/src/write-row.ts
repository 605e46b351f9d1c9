import { type Item, type Judgement, judge } from '@pipeline/record-schema';
import { RetryMessage } from './errors';
import type { CallRetries, RecordStore } from './ports';

export type RowOutcome = 'stored' | 'duplicate' | 'superseded';

/** Rounds that other writers of the same key may force on one write; each is another writer's progress. */
const ROUNDS = 20;

/**
 * The write rule: the highest revision wins. Put; where the condition fails, judge the item that is there, and renew or
 * put again as the rule says, until it gives an outcome.
 * @throws RetryMessage when writers of the same key outrun this one.
 */
export async function writeRow(
  item: Item,
  records: Pick<RecordStore, 'put' | 'renew'>,
  retries: CallRetries,
): Promise<RowOutcome> {
  let judgement: Judgement = { next: 'put' };
  for (let round = 0; round < ROUNDS; round += 1) {
    const answer = judgement.next === 'put' ? await records.put(item, retries) : await records.renew(item, retries);
    if (answer.written) return judgement.next === 'put' ? 'stored' : 'duplicate';
    judgement = judge(answer.standing, item);
    if ('outcome' in judgement) return judgement.outcome;
  }
  throw new RetryMessage(`${item.recordId} was rewritten ${ROUNDS} times while one row waited to be written.`);
}
