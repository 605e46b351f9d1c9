import { parseQueueMessage, type QueueMessage, type ReplayMessage } from '@pipeline/runtime-contract';
import type { SQSRecord } from 'aws-lambda';
import { isLeft } from 'fp-ts/Either';
import { deadLetterOf } from './dead-letter';
import { isRefuseFile, RefuseFile, RetryMessage, reasonOf } from './errors';
import { type FileTask, adoptedTask, createdTask, replayTask, sliceTask } from './file-task';
import type { Invocation } from './invocation';
import type { Ports } from './ports';
import { processFile } from './process-file';
import { processReplay } from './process-replay';

/**
 * One message to its end: done, or refused into the dead-letter queue with its context, which also acknowledges it.
 * @throws RetryMessage, or whatever went wrong, where the message should come back.
 */
export async function processMessage(
  record: SQSRecord,
  receives: number,
  invocation: Invocation,
  ports: Ports,
): Promise<void> {
  const parsed = parseQueueMessage(record.body);
  const last = receives >= ports.environment.MAX_RECEIVES;
  if (isLeft(parsed)) {
    if (!last) throw new RetryMessage(parsed.left);
    return refuse(record, new RefuseFile('UNREADABLE', parsed.left), undefined, invocation, ports);
  }
  if (parsed.right.kind === 'replay') return replay(record, parsed.right, last, invocation, ports);
  let retry: { readonly reason: unknown } | undefined;
  for (const task of tasksOf(parsed.right, ports)) {
    try {
      await processFile(task, last, invocation, ports);
    } catch (error) {
      if (isRefuseFile(error)) await refuse(record, error, task, invocation, ports);
      else retry ??= { reason: error };
    }
  }
  // The files of one event stand for themselves: those that are done stay done when the message comes back.
  if (retry) throw retry.reason;
}

async function replay(
  record: SQSRecord,
  message: ReplayMessage,
  last: boolean,
  invocation: Invocation,
  ports: Ports,
): Promise<void> {
  try {
    await processReplay(message, last, invocation, ports);
  } catch (error) {
    if (!isRefuseFile(error)) throw error;
    await refuse(record, error, replayTask(message), invocation, ports);
  }
}

function tasksOf(message: Exclude<QueueMessage, ReplayMessage>, ports: Ports): readonly FileTask[] {
  switch (message.kind) {
    case 'test':
      return [];
    case 'created':
      return message.objects.map((object) => createdTask(object, ports.environment.TABLE_REGION));
    case 'slice':
      return [sliceTask(message)];
    case 'adopt':
      return [adoptedTask(message)];
  }
}

async function refuse(
  record: SQSRecord,
  refusal: RefuseFile,
  task: FileTask | undefined,
  invocation: Invocation,
  ports: Ports,
): Promise<void> {
  ports.log.error('message refused', {
    messageId: record.messageId,
    code: refusal.code,
    reason: reasonOf(refusal),
    ...(task ? { fileId: task.fileId, key: task.origin.key } : {}),
  });
  await ports.queue.sendToDeadLetters(record.body, deadLetterOf(record, refusal, task, ports), invocation);
}
