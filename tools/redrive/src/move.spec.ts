import type { SQSClient } from '@aws-sdk/client-sqs';
import { moveBack } from './move';

const queue = (name: string) => ({ name, url: `http://${name}`, arn: `arn:${name}` });

/** An SQS that answers by the name of the command, each look at the task with the next of these. */
function scripted(waiting: number, ...looks: readonly object[]) {
  const asked: { readonly command: string; readonly input: object }[] = [];
  const left = [...looks];
  const sqs = {
    send: async (command: { readonly input: object }) => {
      const name = command.constructor.name;
      asked.push({ command: name, input: command.input });
      if (name === 'GetQueueAttributesCommand') return { Attributes: { ApproximateNumberOfMessages: String(waiting) } };
      if (name === 'ListMessageMoveTasksCommand') return { Results: [left.shift()] };
      return { TaskHandle: 'the task' };
    },
  } as unknown as SQSClient;
  const target = { sqs, ingest: queue('ingest'), deadLetters: queue('dead') };
  const seen: (readonly [number, number])[] = [];
  return { asked, seen, move: () => moveBack(target, 5, (done, total) => void seen.push([done, total])) };
}
const task = (Status: string, ApproximateNumberOfMessagesMoved: number, more = {}) => ({
  Status,
  ApproximateNumberOfMessagesMoved,
  ...more,
});

describe('the dead letters', () => {
  it('are moved to the queue that is named, at the rate that is asked for', async () => {
    const { asked, seen, move } = scripted(2, task('RUNNING', 1), task('COMPLETED', 2));
    expect(await move()).toEqual({ moved: 2, total: 2 });
    expect(seen).toEqual([
      [1, 2],
      [2, 2],
    ]);
    expect(asked[1]).toEqual({
      command: 'StartMessageMoveTaskCommand',
      input: { SourceArn: 'arn:dead', DestinationArn: 'arn:ingest', MaxNumberOfMessagesPerSecond: 5 },
    });
  });

  it('that come back at once are not moved for ever: the move is cancelled when all were moved once', async () => {
    const { asked, move } = scripted(1, task('RUNNING', 1), task('CANCELLING', 2), task('CANCELLED', 2));
    expect(await move()).toEqual({ moved: 1, total: 1 });
    const cancelled = asked.filter(({ command }) => command === 'CancelMessageMoveTaskCommand');
    expect(cancelled.map(({ input }) => input)).toEqual([{ TaskHandle: 'the task' }]);
  });

  it('that SQS could not move are told with its reason', async () => {
    const { move } = scripted(3, task('FAILED', 1, { FailureReason: 'CouldNotDetermineMessageSource' }));
    expect(await move()).toEqual({ moved: 1, total: 3, reason: 'CouldNotDetermineMessageSource' });
  });

  it('that are none start no move', async () => {
    const { asked, move } = scripted(0);
    expect(await move()).toEqual({ moved: 0, total: 0 });
    expect(asked).toHaveLength(1);
  });
});
