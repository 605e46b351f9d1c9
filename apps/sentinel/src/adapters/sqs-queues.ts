import { GetQueueAttributesCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import type { Queues } from '../ports';
import type { RegionalClients } from './clients';
import { tellingRefusals } from './refusal';

const COUNTS = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const;

export function sqsQueues(
  regions: Readonly<Record<string, RegionalClients>>,
  urls: Readonly<Record<string, string>>,
  home: string,
): Queues {
  const clientOf = (region: string) => {
    const clients = regions[region];
    if (!clients) throw new Error(`The sentinel of ${home} has no clients for ${region}.`);
    return clients.sqs;
  };
  return {
    async depth(region) {
      const { Attributes = {} } = await tellingRefusals(
        clientOf(region).send(new GetQueueAttributesCommand({ QueueUrl: urls[region], AttributeNames: [...COUNTS] })),
      );
      return COUNTS.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
    },
    async send(message) {
      await clientOf(home).send(new SendMessageCommand({ QueueUrl: urls[home], MessageBody: JSON.stringify(message) }));
    },
  };
}
