import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { HEARTBEAT_PREFIX } from '@pipeline/runtime-contract';
import type { Clock, Heartbeats } from '../ports';
import type { RegionalClients } from './clients';
import { tellingRefusals } from './refusal';

/** Heartbeats are no records: they have no event time of their own, and their sort key says so. */
const NO_TIME = '1970-01-01T00:00:00.000Z';

/** Those of a sentinel that is gone expire, in seconds. */
const KEPT_SECONDS = 30 * 86_400;

/**
 * Heartbeats and state, under keys that the role's `dynamodb:LeadingKeys` allows. A region's sentinel writes into the other's
 * replica under a key of its own: no item has two writers, whose last one would win.
 */
export function dynamoDbHeartbeats(
  regions: Readonly<Record<string, RegionalClients>>,
  table: string,
  home: string,
  clock: Pick<Clock, 'now'>,
): Heartbeats {
  const key = (name: string) => ({ recordId: `${HEARTBEAT_PREFIX}${name}`, timestamp: NO_TIME });
  const stateKey = key(`${home}#state`);
  const expiresAt = () => Math.floor(clock.now() / 1_000) + KEPT_SECONDS;
  const clientOf = (region: string) => {
    const clients = regions[region];
    if (!clients) throw new Error(`The sentinel of ${home} has no clients for ${region}.`);
    return clients.table;
  };
  return {
    async write(region, at) {
      const written = key(region === home ? home : `${home}#in-${region}`);
      const Item = { ...written, beatAt: at, expiresAt: expiresAt() };
      await tellingRefusals(clientOf(region).send(new PutCommand({ TableName: table, Item })));
    },
    async read(region) {
      const { Item } = await tellingRefusals(
        clientOf(region).send(new GetCommand({ TableName: table, Key: key(home), ConsistentRead: true })),
      );
      return Item?.['beatAt'] as number | undefined;
    },
    async loadState() {
      const { Item } = await clientOf(home).send(
        new GetCommand({ TableName: table, Key: stateKey, ConsistentRead: true }),
      );
      return Item && { text: String(Item['state']), revision: Number(Item['counter']) };
    },
    async saveState(text, revision) {
      try {
        await clientOf(home).send(
          new PutCommand({
            TableName: table,
            Item: { ...stateKey, state: text, counter: revision + 1, expiresAt: expiresAt() },
            ConditionExpression: 'attribute_not_exists(#counter) OR #counter = :counter',
            ExpressionAttributeNames: { '#counter': 'counter' },
            ExpressionAttributeValues: { ':counter': revision },
          }),
        );
        return 'saved';
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return 'overtaken';
        throw error;
      }
    },
  };
}
