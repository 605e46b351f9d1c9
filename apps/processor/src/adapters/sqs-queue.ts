import {
  ChangeMessageVisibilityBatchCommand,
  SendMessageCommand,
  type SendMessageCommandInput,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { deadLetterAttributes } from '@pipeline/runtime-contract';
import type { CallRetries, MessageQueue, VisibilityEntry } from '../ports';
import { sendOnce } from './clients';

/** SQS takes at most ten entries in one batch call. */
const BATCH = 10;

export function sqsQueue(
  client: SQSClient,
  urls: { readonly ingest: string; readonly deadLetters: string },
): MessageQueue {
  const send = (input: SendMessageCommandInput, retries: CallRetries) =>
    sendOnce((options) => client.send(new SendMessageCommand(input), options), retries);
  const setBatch = async (entries: readonly VisibilityEntry[], retries: CallRetries): Promise<string[]> => {
    const command = new ChangeMessageVisibilityBatchCommand({
      QueueUrl: urls.ingest,
      Entries: entries.map(({ receiptHandle, seconds }, index) => ({
        Id: String(index),
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: seconds,
      })),
    });
    const { Failed = [] } = await sendOnce((options) => client.send(command, options), retries);
    return Failed.map(({ Id }) => entries[Number(Id)]?.receiptHandle ?? '');
  };

  return {
    async setVisibility(entries, retries) {
      const failed: string[] = [];
      for (let from = 0; from < entries.length; from += BATCH) {
        failed.push(...(await setBatch(entries.slice(from, from + BATCH), retries)));
      }
      return failed;
    },
    async sendSlice(message, retries) {
      await send({ QueueUrl: urls.ingest, MessageBody: JSON.stringify(message) }, retries);
    },
    async resend(body, retries) {
      await send({ QueueUrl: urls.ingest, MessageBody: body }, retries);
    },
    async sendToDeadLetters(body, context, retries) {
      const MessageAttributes = deadLetterAttributes(context);
      await send({ QueueUrl: urls.deadLetters, MessageBody: body, MessageAttributes }, retries);
    },
  };
}
