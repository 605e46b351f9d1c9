import { setTimeout as sleep } from 'node:timers/promises';
import {
  BatchGetItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { STATUS_INDEX } from '@pipeline/runtime-contract';
import { ComeBack } from '../errors';
import type { ItemKey, StoredItem, Table } from '../ports';
import { called } from './clients';

/** Keys of one BatchGetItem (DynamoDB API Reference). */
const BATCH = 100;
/** Calls for what a throttled table left out of its answers. */
const BATCH_TRIES = 5;
/** Before the first of them; each waits twice as long as the one before. A person waits, too. */
const FIRST_WAIT_MS = 25;

const keyOf = ({ recordId, timestamp }: ItemKey) => ({ recordId: { S: recordId }, timestamp: { S: timestamp } });
const itemKey = (item: StoredItem): ItemKey => ({
  recordId: item['recordId']?.S ?? '',
  timestamp: item['timestamp']?.S ?? '',
});
const keyText = ({ recordId, timestamp }: ItemKey): string => `${timestamp}\n${recordId}`;

/** The processed table, read and, for tickets, written. */
export function dynamoDbTable(client: DynamoDBClient, table: string): Table {
  const batch = async (keys: readonly ItemKey[]): Promise<readonly StoredItem[]> => {
    const found: StoredItem[] = [];
    let asked: readonly StoredItem[] = keys.map(keyOf);
    for (let attempt = 1; asked.length > 0; attempt += 1) {
      if (attempt > BATCH_TRIES) throw new ComeBack('The table answers a part of what it is asked for.');
      if (attempt > 1) await sleep(FIRST_WAIT_MS * 2 ** (attempt - 2));
      const request = { [table]: { Keys: [...asked] } };
      const answer = await called(client.send(new BatchGetItemCommand({ RequestItems: request })));
      found.push(...(answer.Responses?.[table] ?? []));
      asked = answer.UnprocessedKeys?.[table]?.Keys ?? [];
    }
    return found;
  };

  return {
    async putTicket(ticket) {
      await called(
        client.send(new PutItemCommand({ TableName: table, Item: marshall(ticket, { removeUndefinedValues: true }) })),
      );
    },

    async get(key) {
      const command = new GetItemCommand({ TableName: table, Key: keyOf(key), ConsistentRead: true });
      return (await called(client.send(command))).Item;
    },

    async ofRecord(recordId) {
      const items: StoredItem[] = [];
      let from: StoredItem | undefined;
      do {
        const answer = await called(
          client.send(
            new QueryCommand({
              TableName: table,
              KeyConditionExpression: 'recordId = :recordId',
              ExpressionAttributeValues: { ':recordId': { S: recordId } },
              ConsistentRead: true,
              ...(from ? { ExclusiveStartKey: from } : {}),
            }),
          ),
        );
        items.push(...(answer.Items ?? []));
        from = answer.LastEvaluatedKey;
      } while (from);
      return items;
    },

    async queryIndex({ statusShard, from, to, after, limit }) {
      const { Items = [], LastEvaluatedKey } = await called(
        client.send(
          new QueryCommand({
            TableName: table,
            IndexName: STATUS_INDEX,
            KeyConditionExpression: 'statusShard = :shard AND #timestamp BETWEEN :from AND :to',
            ExpressionAttributeNames: { '#timestamp': 'timestamp' },
            ExpressionAttributeValues: { ':shard': { S: statusShard }, ':from': { S: from }, ':to': { S: to } },
            Limit: limit,
            ...(after ? { ExclusiveStartKey: { statusShard: { S: statusShard }, ...keyOf(after) } } : {}),
          }),
        ),
      );
      return { keys: Items.map(itemKey), ...(LastEvaluatedKey ? { last: itemKey(LastEvaluatedKey) } : {}) };
    },

    async getAll(keys) {
      const batches = Array.from({ length: Math.ceil(keys.length / BATCH) }, (_, at) =>
        batch(keys.slice(at * BATCH, (at + 1) * BATCH)),
      );
      const found = (await Promise.all(batches)).flat();
      const byKey = new Map(found.map((item) => [keyText(itemKey(item)), item]));
      return keys.map((key) => byKey.get(keyText(key))).filter((item) => item !== undefined);
    },
  };
}
