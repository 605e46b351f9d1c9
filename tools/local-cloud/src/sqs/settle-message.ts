import { batchEntries, forEachEntry } from './batch';
import { requiredInteger, requiredText } from './input';
import { type Operation, queueOf } from './operation';
import { LONGEST_VISIBILITY } from './queue';

export const deleteMessage: Operation = {
  members: ['QueueUrl', 'ReceiptHandle'],
  async run(context, input, request) {
    const queue = queueOf(context, input, request, 'DeleteMessage');
    await queue.delete([requiredText(input, 'ReceiptHandle')]);
    return {};
  },
};

export const deleteMessageBatch: Operation = {
  members: ['QueueUrl', 'Entries'],
  run(context, input, request) {
    const queue = queueOf(context, input, request, 'DeleteMessage');
    return forEachEntry(batchEntries(input, 'DeleteMessageBatch', ['ReceiptHandle']), async (entry) => {
      await queue.delete([requiredText(entry, 'ReceiptHandle')]);
      return {};
    });
  },
};

export const changeMessageVisibility: Operation = {
  members: ['QueueUrl', 'ReceiptHandle', 'VisibilityTimeout'],
  async run(context, input, request) {
    const queue = queueOf(context, input, request, 'ChangeMessageVisibility');
    const handle = requiredText(input, 'ReceiptHandle');
    await queue.changeVisibility(handle, requiredInteger(input, 'VisibilityTimeout', 0, LONGEST_VISIBILITY));
    return {};
  },
};

export const changeMessageVisibilityBatch: Operation = {
  members: ['QueueUrl', 'Entries'],
  run(context, input, request) {
    const queue = queueOf(context, input, request, 'ChangeMessageVisibility');
    const entries = batchEntries(input, 'ChangeMessageVisibilityBatch', ['ReceiptHandle', 'VisibilityTimeout']);
    return forEachEntry(entries, async (entry) => {
      const handle = requiredText(entry, 'ReceiptHandle');
      await queue.changeVisibility(handle, requiredInteger(entry, 'VisibilityTimeout', 0, LONGEST_VISIBILITY));
      return {};
    });
  },
};
