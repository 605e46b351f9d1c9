import {
  ChangeMessageVisibilityBatchCommand,
  SendMessageCommand,
  type SendMessageCommandInput,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { deadLetterAttributes } from '@pipeline/runtime-contract';
import type { MessageQueue, VisibilityEntry } from '../ports';
import type { AwsCaller } from './clients';

/** SQS takes at most ten entries in one batch call. */
const BATCH = 10;

export function sqsQueue(
  client: SQSClient,
  urls: { readonly ingest: string; readonly deadLetters: string },
  call: AwsCaller,
): MessageQueue {
  const send = (
    QueueUrl: string,
    MessageBody: string,
    MessageAttributes?: SendMessageCommandInput['MessageAttributes'],
  ) =>
    client.send(new SendMessageCommand({ QueueUrl, MessageBody, ...(MessageAttributes ? { MessageAttributes } : {}) }));

  return {
    async setVisibility(entries) {
      const failed: string[] = [];
      for (let from = 0; from < entries.length; from += BATCH) {
        failed.push(...(await setBatch(client, urls.ingest, entries.slice(from, from + BATCH))));
      }
      return failed;
    },
    async sendSlice(message, retries) {
      await call(() => send(urls.ingest, JSON.stringify(message)), retries);
    },
    async resend(body, retries) {
      await call(() => send(urls.ingest, body), retries);
    },
    async sendToDeadLetters(body, context, retries) {
      await call(() => send(urls.deadLetters, body, { ...deadLetterAttributes(context) }), retries);
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
