import type { Item } from '@pipeline/record-schema';
import { RetryMessage } from './errors';
import type { RecordStore, WriteAnswer } from './ports';
import { writeRow } from './write-row';

const item = { recordId: 'weather#seattle', revision: '5', contentHash: 'mine' } as Item;
const retries = { timeLeft: () => 1_000, onRetry: () => undefined };

/** A store that answers as it is told, and remembers what it was asked. */
const scripted = (...answers: readonly WriteAnswer[]) => {
  const asked: string[] = [];
  const next = (what: string) => async () => {
    asked.push(what);
    return answers[Math.min(asked.length, answers.length) - 1] as WriteAnswer;
  };
  const store: Pick<RecordStore, 'put' | 'renew'> = { put: next('put'), renew: next('renew') };
  return { asked, store };
};
const standing = (revision: string, contentHash: string, echo = false): WriteAnswer => ({
  written: false,
  standing: { revision, contentHash, ...(echo ? { echo } : {}) },
});
const written: WriteAnswer = { written: true };

describe('the write rule', () => {
  it.each([
    ['nothing stands there', [written], 'stored', ['put']],
    ['our own write stands there', [standing('5', 'mine')], 'stored', ['put']],
    ['our own renewal stands there', [standing('5', 'mine', true)], 'duplicate', ['put']],
    ['the same content stands there, older', [standing('4', 'mine'), written], 'duplicate', ['put', 'renew']],
    ['the same content stands there, newer', [standing('6', 'mine')], 'duplicate', ['put']],
    ['newer content stands there', [standing('6', 'other')], 'superseded', ['put']],
    [
      'the same content was replaced while it was renewed',
      [standing('3', 'mine'), standing('4', 'other'), written],
      'stored',
      ['put', 'renew', 'put'],
    ],
    [
      'the item was removed while it was renewed',
      [standing('3', 'mine'), { written: false }, written],
      'stored',
      ['put', 'renew', 'put'],
    ],
  ] as const)('where %s', async (_, answers, outcome, calls) => {
    const { asked, store } = scripted(...answers);
    expect(await writeRow(item, store, retries)).toBe(outcome);
    expect(asked).toEqual(calls);
  });

  it('gives up, for the message to come back, when other writers never end', async () => {
    const { store } = scripted(standing('4', 'other'));
    await expect(writeRow(item, store, retries)).rejects.toThrow(RetryMessage);
  });
});
