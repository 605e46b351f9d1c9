import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, NumberValue, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { canonicalDecimal, Decimal, type RejectedRow, statusShard } from '@pipeline/record-schema';
import { RefuseRow } from '../errors';
import type { RecordStore, StandingItem, WriteAnswer } from '../ports';
import { aliases } from './aliases';
import { sendOnce } from './clients';
import { ABSENT, NEWER_CONTENT, RENEWAL, SAME_CONTENT } from './write-conditions';

const RESOLUTION = 'SET #processingStatus = :status, #statusShard = :shard, #resolvedBy = :by, #processedAt = :now';

/**
 * The write rule's conditional writes on the processed table. A failed condition answers with the item that stood in
 * the way, so that a lost acknowledgement costs no read and is never miscounted.
 */
export function dynamoDbRecords(client: DynamoDBDocumentClient, table: string, shardCount: number): RecordStore {
  return {
    put: (item, retries) =>
      answered(() =>
        sendOnce(
          (options) =>
            client.send(
              new PutCommand({
                TableName: table,
                Item: documentOf(item) as Record<string, unknown>,
                ConditionExpression: NEWER_CONTENT,
                ExpressionAttributeNames: aliases(NEWER_CONTENT),
                ExpressionAttributeValues: { ':revision': item.revision, ':contentHash': item.contentHash },
                ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
              }),
              options,
            ),
          retries,
        ),
      ),

    renew: (item, retries) =>
      answered(() =>
        sendOnce(
          (options) =>
            client.send(
              new UpdateCommand({
                TableName: table,
                Key: { recordId: item.recordId, timestamp: item.timestamp },
                UpdateExpression: RENEWAL,
                ConditionExpression: SAME_CONTENT,
                ExpressionAttributeNames: aliases(RENEWAL, SAME_CONTENT),
                ExpressionAttributeValues: {
                  ':revision': item.revision,
                  ':contentHash': item.contentHash,
                  ':version': item.schemaVersion,
                  ':source': item.source,
                  ':echo': true,
                  ':region': item.originRegion,
                  ':now': item.processedAt,
                },
                ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
              }),
              options,
            ),
          retries,
        ),
      ),

    async rejectedRow({ recordId, timestamp }, retries) {
      const command = new GetCommand({ TableName: table, Key: { recordId, timestamp }, ConsistentRead: true });
      const { Item } = await sendOnce((options) => client.send(command, options), retries);
      return Item as RejectedRow | undefined;
    },

    async resolve({ recordId, timestamp }, by, now, retries) {
      const command = new UpdateCommand({
        TableName: table,
        Key: { recordId, timestamp },
        UpdateExpression: RESOLUTION,
        // One that has expired meanwhile is not brought back.
        ConditionExpression: 'attribute_exists(recordId)',
        ExpressionAttributeNames: aliases(RESOLUTION),
        ExpressionAttributeValues: {
          ':status': 'RESOLVED',
          ':shard': statusShard('RESOLVED', recordId, shardCount),
          ':by': by,
          ':now': now,
        },
      });
      await answered(() => sendOnce((options) => client.send(command, options), retries));
    },

    async putRejected(row, retries) {
      await answered(() =>
        sendOnce(
          (options) =>
            client.send(
              new PutCommand({
                TableName: table,
                Item: documentOf(row) as Record<string, unknown>,
                ConditionExpression: ABSENT,
              }),
              options,
            ),
          retries,
        ),
      );
    },
  };
}

async function answered(write: () => Promise<unknown>): Promise<WriteAnswer> {
  try {
    await write();
    return { written: true };
  } catch (error) {
    if (error instanceof Error && error.name === 'ValidationException')
      throw new RefuseRow(error.message, { cause: error });
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return error.Item ? { written: false, standing: standingItem(error.Item) } : { written: false };
  }
}

/** The old item comes as attribute values, also through the document client. */
const standingItem = (item: NonNullable<ConditionalCheckFailedException['Item']>): StandingItem => ({
  ...(item['revision']?.S === undefined ? {} : { revision: item['revision'].S }),
  ...(item['contentHash']?.S === undefined ? {} : { contentHash: item['contentHash'].S }),
  ...(item['echo']?.BOOL === undefined ? {} : { echo: item['echo'].BOOL }),
});

/**
 * A value for the document client: exact decimals as its `NumberValue`, objects as maps, so that no name of a field
 * (`constructor`, `__proto__`) is taken for something of the language.
 */
export function documentOf(value: unknown, depth = 0): unknown {
  if (value instanceof Decimal) return NumberValue.from(value.text);
  // Few digits, but many zeros: exact as a double, and more than the client takes for one.
  if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER) {
    return NumberValue.from(canonicalDecimal(value));
  }
  if (Array.isArray(value)) return value.map((element) => documentOf(element, depth + 1));
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array || value instanceof Set) return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  const converted = members.map(([name, member]) => [name, documentOf(member, depth + 1)] as const);
  return depth === 0 ? Object.fromEntries(converted) : new Map(converted);
}
