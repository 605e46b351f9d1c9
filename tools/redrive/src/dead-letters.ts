import { ChangeMessageVisibilityBatchCommand, type Message, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { Target } from './target';

/** How long a message that is looked at stays hidden should this tool die, in seconds. */
const LOOKED_AT_S = 60;

/** Looks at up to `most` dead letters and leaves them where they are. */
export async function lookAtDeadLetters({ sqs, deadLetters }: Target, most: number): Promise<readonly Message[]> {
  const seen = new Map<string, Message>();
  try {
    while (seen.size < most) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: deadLetters.url,
          MaxNumberOfMessages: Math.min(10, most - seen.size),
          VisibilityTimeout: LOOKED_AT_S,
          MessageAttributeNames: ['All'],
          MessageSystemAttributeNames: ['SentTimestamp'],
          WaitTimeSeconds: 1,
        }),
      );
      if (Messages.length === 0) break;
      for (const message of Messages) seen.set(message.MessageId ?? '', message);
    }
  } finally {
    const messages = [...seen.values()];
    for (let from = 0; from < messages.length; from += 10) {
      const Entries = messages
        .slice(from, from + 10)
        .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle, VisibilityTimeout: 0 }));
      await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: deadLetters.url, Entries }));
    }
  }
  return [...seen.values()];
}
