import { setTimeout as sleep } from 'node:timers/promises';
import {
  CancelMessageMoveTaskCommand,
  GetQueueAttributesCommand,
  ListMessageMoveTasksCommand,
  type SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import type { Queue, Target } from './target';

/** Often enough for a bar, in milliseconds. */
const LOOK_MS = 500;

export interface Moved {
  readonly moved: number;
  /** Dead letters when the move began. */
  readonly total: number;
  /** Why it ended early. */
  readonly reason?: string;
}

/**
 * Moves every dead letter back to the ingest queue, at most so many a second, and follows the move to its end. The
 * destination is named: without it SQS sends each message to the queue that it came from, which a message that the
 * processor sent itself does not have. A move of SQS goes on while there are messages, and a message whose cause was
 * not mended comes back within a second: when as many as there were are moved, the move is cancelled.
 */
export async function moveBack(
  { sqs, ingest, deadLetters }: Pick<Target, 'sqs' | 'ingest' | 'deadLetters'>,
  perSecond: number,
  progress: (done: number, total: number) => void,
): Promise<Moved> {
  const total = await waiting(sqs, deadLetters);
  if (total === 0) return { moved: 0, total };
  const SourceArn = deadLetters.arn;
  const { TaskHandle } = await sqs.send(
    new StartMessageMoveTaskCommand({
      SourceArn,
      DestinationArn: ingest.arn,
      MaxNumberOfMessagesPerSecond: perSecond,
    }),
  );
  for (let cancelled = false; ; await sleep(LOOK_MS)) {
    const { Results = [] } = await sqs.send(new ListMessageMoveTasksCommand({ SourceArn, MaxResults: 1 }));
    const [task] = Results;
    const moved = task?.ApproximateNumberOfMessagesMoved ?? 0;
    progress(Math.min(moved, total), total);
    if (task?.Status === 'RUNNING') {
      if (moved >= total && !cancelled) await sqs.send(new CancelMessageMoveTaskCommand({ TaskHandle }));
      cancelled ||= moved >= total;
    } else if (task?.Status !== 'CANCELLING') {
      const reason = task?.FailureReason ?? `the move ended as ${task?.Status ?? 'unknown'}`;
      return { moved: Math.min(moved, total), total, ...(moved >= total ? {} : { reason }) };
    }
  }
}

async function waiting(sqs: SQSClient, { url }: Queue): Promise<number> {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['ApproximateNumberOfMessages'] }),
  );
  return Number(Attributes?.['ApproximateNumberOfMessages'] ?? 0);
}
