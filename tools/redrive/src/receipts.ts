import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { type Receipt, receiptFromItem } from '@pipeline/record-schema';
import type { Target } from './target';

/** All receipts of one file: of either region, and of its replays. */
export async function receiptsOf(fileId: string, { table, documents }: Target): Promise<readonly Receipt[]> {
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: table,
      KeyConditionExpression: 'recordId = :file',
      ExpressionAttributeValues: { ':file': `file#${fileId}` },
      ConsistentRead: true,
    }),
  );
  return Items.map(receiptFromItem);
}
