import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { receiptFromItem, type ReceiptKey, receiptKey, statusShard } from '@pipeline/record-schema';
import { STATUS_INDEX } from '@pipeline/runtime-contract';
import type { Receipts } from '../ports';

export interface ReceiptsPlace {
  readonly table: string;
  readonly regions: readonly string[];
  readonly shardCount: number;
}

/** Receipts as the sentinel needs them: read one by one, found by their status, and ended where nobody else will. */
export function dynamoDbReceipts(
  client: DynamoDBDocumentClient,
  { table, regions, shardCount }: ReceiptsPlace,
): Receipts {
  const read = async (key: ReceiptKey) => {
    const { Item } = await client.send(
      new GetCommand({
        TableName: table,
        Key: { recordId: key.recordId, timestamp: key.timestamp },
        ConsistentRead: true,
      }),
    );
    return Item && receiptFromItem(Item);
  };
  return {
    read,
    async of(fileId, lastModified) {
      const found = await Promise.all(regions.map((region) => read(receiptKey({ fileId, lastModified, region }))));
      return found.filter((receipt) => receipt !== undefined);
    },
    async *byStatus(status, shard, since) {
      let start: Record<string, unknown> | undefined;
      do {
        const page = await client.send(
          new QueryCommand({
            TableName: table,
            IndexName: STATUS_INDEX,
            KeyConditionExpression: `#shard = :shard${since === undefined ? '' : ' AND #timestamp > :since'}`,
            ExpressionAttributeNames: {
              '#shard': 'statusShard',
              ...(since === undefined ? {} : { '#timestamp': 'timestamp' }),
            },
            ExpressionAttributeValues: {
              ':shard': `${status}#${shard}`,
              ...(since === undefined ? {} : { ':since': since }),
            },
            ...(start ? { ExclusiveStartKey: start } : {}),
          }),
        );
        for (const { recordId, timestamp } of page.Items ?? []) yield { recordId, timestamp } as ReceiptKey;
        start = page.LastEvaluatedKey;
      } while (start);
    },
    async fail({ recordId, timestamp, revision }, fault, now) {
      try {
        await client.send(
          new UpdateCommand({
            TableName: table,
            Key: { recordId, timestamp },
            UpdateExpression:
              'SET #status = :failed, #shard = :shard, #fault = :fault, #processedAt = :now, #completedAt = :now ADD #revision :one',
            // Each change of a receipt counts its revision: nobody has touched it.
            ConditionExpression: '#revision = :revision',
            ExpressionAttributeNames: {
              '#status': 'processingStatus',
              '#shard': 'statusShard',
              '#fault': 'fault',
              '#processedAt': 'processedAt',
              '#completedAt': 'completedAt',
              '#revision': 'revision',
            },
            ExpressionAttributeValues: {
              ':failed': 'FAILED',
              ':shard': statusShard('FAILED', recordId, shardCount),
              ':fault': { ...fault },
              ':now': now,
              ':one': 1,
              ':revision': revision,
            },
          }),
        );
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    },
  };
}
