import {
  type AttributeValue as SdkValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { AttributeValue, Image } from '@pipeline/audit-trail';
import type { RepairTable } from '../ports';

/** An item that is gone has no revision: the condition fails, and nothing is resurrected. */
const BELOW_OURS = '#revision < :revision';

/** The write rule of a repair, on the processed table: revisions are compared, nothing else. */
export const dynamoDbRepair = (client: DynamoDBClient, table: string): RepairTable => ({
  async putBack(item, revision) {
    try {
      await client.send(
        new PutItemCommand({
          TableName: table,
          Item: sdkItem(item),
          ConditionExpression: BELOW_OURS,
          ExpressionAttributeNames: { '#revision': 'revision' },
          ExpressionAttributeValues: { ':revision': { S: revision } },
        }),
      );
      return 'written';
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return 'overtaken';
      throw error;
    }
  },
});

/** The same values for the client: it takes binary as bytes, events have it in base64. */
export const sdkItem = (image: Image): Record<string, SdkValue> =>
  Object.fromEntries(Object.entries(image).map(([name, value]) => [name, sdkValue(value)]));

const bytesOf = (base64: string): Uint8Array => Uint8Array.from(Buffer.from(base64, 'base64'));

function sdkValue(value: AttributeValue): SdkValue {
  if ('B' in value) return { B: bytesOf(value.B) };
  if ('BS' in value) return { BS: value.BS.map(bytesOf) };
  if ('L' in value) return { L: value.L.map(sdkValue) };
  if ('M' in value) return { M: sdkItem(value.M) };
  return value as SdkValue;
}
