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

  return {
    async setVisibility(entries) {
      const failed: string[] = [];
      for (let from = 0; from < entries.length; from += BATCH) {
        failed.push(...(await setBatch(client, urls.ingest, entries.slice(from, from + BATCH))));
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

async function setBatch(client: SQSClient, url: string, entries: readonly VisibilityEntry[]): Promise<string[]> {
  const answer = await client.send(
    new ChangeMessageVisibilityBatchCommand({
      QueueUrl: url,
      Entries: entries.map(({ receiptHandle, seconds }, index) => ({
        Id: String(index),
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: seconds,
      })),
    }),
  );
  return (answer.Failed ?? []).map(({ Id }) => entries[Number(Id)]?.receiptHandle ?? '');
}
