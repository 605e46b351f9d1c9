import { cancelMessageMoveTask, listMessageMoveTasks, startMessageMoveTask } from './move-operations';
import type { Operation } from './operation';
import { getQueueAttributes, getQueueUrl, listQueues, purgeQueue } from './queue-operations';
import { receiveMessage } from './receive-message';
import { sendMessage, sendMessageBatch } from './send-message';
import {
  changeMessageVisibility,
  changeMessageVisibilityBatch,
  deleteMessage,
  deleteMessageBatch,
} from './settle-message';

/** All operations that are emulated, by their names. */
export const sqsOperations = (): ReadonlyMap<string, Operation> =>
  new Map(
    Object.entries({
      SendMessage: sendMessage,
      SendMessageBatch: sendMessageBatch,
      ReceiveMessage: receiveMessage,
      DeleteMessage: deleteMessage,
      DeleteMessageBatch: deleteMessageBatch,
      ChangeMessageVisibility: changeMessageVisibility,
      ChangeMessageVisibilityBatch: changeMessageVisibilityBatch,
      GetQueueUrl: getQueueUrl,
      GetQueueAttributes: getQueueAttributes,
      ListQueues: listQueues,
      PurgeQueue: purgeQueue,
      StartMessageMoveTask: startMessageMoveTask,
      ListMessageMoveTasks: listMessageMoveTasks,
      CancelMessageMoveTask: cancelMessageMoveTask,
    }),
  );
