import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Receipt } from '@pipeline/record-schema';
import { STATUS_INDEX } from '@pipeline/runtime-contract';
import type { Target } from './target';

/** Shards that a table may have at most, and ever have had: the configuration allows no more. An empty one costs next to nothing. */
const MOST_SHARDS = 1_024;
const AT_ONCE = 32;

/**
 * Ordinals of the rows of a file that are rejected now, by the status index: its sort key is the file's lastModified, so
 * that little else is read.
 */
export async function rejectedOrdinals(receipt: Receipt, { table, documents }: Target): Promise<readonly number[]> {
  const prefix = `rejected#${receipt.recordId.slice('file#'.length)}#`;
  const ofShard = async (shard: number): Promise<number[]> => {
    const ordinals: number[] = [];
    let ExclusiveStartKey: Record<string, unknown> | undefined;
    do {
      const page = await documents.send(
        new QueryCommand({
          TableName: table,
          IndexName: STATUS_INDEX,
          KeyConditionExpression: 'statusShard = :shard AND #timestamp = :lastModified',
          ExpressionAttributeNames: { '#timestamp': 'timestamp' },
          ExpressionAttributeValues: {
            ':shard': `REJECTED#${shard}`,
            ':lastModified': receipt.object.lastModified,
          },
          ...(ExclusiveStartKey ? { ExclusiveStartKey } : {}),
        }),
      );
      for (const { recordId } of (page.Items ?? []) as { recordId: string }[]) {
        if (recordId.startsWith(prefix)) ordinals.push(Number(recordId.slice(prefix.length)));
      }
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
    return ordinals;
  };
  const found: number[] = [];
  for (let from = 0; from < MOST_SHARDS; from += AT_ONCE) {
    const shards = Array.from({ length: AT_ONCE }, (_, index) => from + index);
    found.push(...(await Promise.all(shards.map(ofShard))).flat());
  }
  return found;
}
