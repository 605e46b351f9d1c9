import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type Receipt, type ReceiptKey, receiptFromItem, receiptToItem, statusShard } from '@pipeline/record-schema';
import type { CallRetries, ReceiptStore, SliceCommit, SlicePlan } from '../ports';
import { aliases } from './aliases';
import { sendOnce } from './clients';
import { documentOf } from './dynamodb-records';

const COMPLETED = { ':completed': 'COMPLETED', ':withRejects': 'COMPLETED_WITH_REJECTS' };
const NOT_COMPLETED = 'NOT #processingStatus IN (:completed, :withRejects)';

/**
 * Receipts in the processed table. Created under `attribute_not_exists`, changed only where they exist; a slice adds its
 * counts and its mark in one update, conditional on the mark not being there: adding twice is impossible.
 */
export function dynamoDbReceipts(client: DynamoDBDocumentClient, table: string, shardCount: number): ReceiptStore {
  /** Each change is counted: the counter is the receipt's revision in the audit trail. */
  const update = async (
    key: ReceiptKey,
    change: {
      readonly set: readonly string[];
      readonly add?: readonly string[];
      readonly remove?: readonly string[];
      readonly condition: string;
      readonly names?: Record<string, string>;
      readonly values: Record<string, unknown>;
    },
    retries: CallRetries,
  ): Promise<Receipt | undefined> => {
    const add = ['#revision :one', ...(change.add ?? [])];
    const remove = change.remove ? ` REMOVE ${change.remove.join(', ')}` : '';
    const changes = `SET ${change.set.join(', ')} ADD ${add.join(', ')}${remove}`;
    const condition = `attribute_exists(#recordId) AND ${change.condition}`;
    const command = new UpdateCommand({
      TableName: table,
      Key: { ...key },
      UpdateExpression: changes,
      ConditionExpression: condition,
      ExpressionAttributeNames: { ...aliases(changes, condition), ...change.names },
      ExpressionAttributeValues: { ':one': 1, ...change.values },
      ReturnValues: 'ALL_NEW',
    });
    try {
      const { Attributes } = await sendOnce((options) => client.send(command, options), retries);
      return receiptFromItem(Attributes ?? {});
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  };
  const status = (key: ReceiptKey, value: string) => ({
    ':status': value,
    ':shard': statusShard(value, key.recordId, shardCount),
  });

  return {
    async read(keys, retries) {
      const answers = await Promise.all(
        keys.map((key) =>
          sendOnce(
            (options) =>
              client.send(new GetCommand({ TableName: table, Key: { ...key }, ConsistentRead: true }), options),
            retries,
          ),
        ),
      );
      return answers.flatMap(({ Item }) => (Item ? [receiptFromItem(Item)] : []));
    },

    async create(receipt, retries) {
      const command = new PutCommand({
        TableName: table,
        Item: documentOf(receiptToItem(receipt)) as Record<string, unknown>,
        ConditionExpression: 'attribute_not_exists(recordId)',
      });
      try {
        await sendOnce((options) => client.send(command, options), retries);
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },

    begin: (key, now, retries) =>
      update(
        key,
        {
          set: [
            '#processingStatus = :status',
            '#statusShard = :shard',
            '#startedAt = if_not_exists(#startedAt, :now)',
            '#processedAt = :now',
          ],
          remove: ['#fault'],
          condition: NOT_COMPLETED,
          values: { ...status(key, 'PROCESSING'), ...COMPLETED, ':now': now },
        },
        retries,
      ),

    plan: (key, plan, now, retries) => update(key, planOf(plan, now), retries),

    commitSlice: (key, commit, now, retries) => update(key, commitOf(commit, now), retries),

    finish: (key, { status: ending, fault, teller }, now, retries) =>
      update(
        key,
        {
          set: [
            '#processingStatus = :status',
            '#statusShard = :shard',
            '#processedAt = :now',
            '#completedAt = :now',
            ...(fault ? ['#fault = :fault'] : []),
            ...(teller === undefined ? [] : ['#toldBy = if_not_exists(#toldBy, :teller)']),
          ],
          condition: NOT_COMPLETED,
          values: {
            ...status(key, ending),
            ...COMPLETED,
            ':now': now,
            ...(fault ? { ':fault': fault } : {}),
            ...(teller === undefined ? {} : { ':teller': teller }),
          },
        },
        retries,
      ),
  };
}

/** The end that the slice has now, and the slices behind it. */
function planOf({ start, cuts }: SlicePlan, now: number) {
  const set = ['#processedAt = :now', '#slices.#start.#end = :end'];
  const names: Record<string, string> = { '#start': String(start) };
  const values: Record<string, unknown> = { ':now': now, ':start': start, ':end': cuts[0]?.offset };
  for (const [index, { offset, ordinal, line }] of cuts.entries()) {
    const end = cuts[index + 1]?.offset;
    names[`#slice${index}`] = String(offset);
    values[`:slice${index}`] = { ordinal, line, planned: start, ...(end === undefined ? {} : { end }) };
    set.push(`#slices.#slice${index} = :slice${index}`);
  }
  const condition = 'attribute_not_exists(#slices.#start.#end) AND NOT contains(#done, :start)';
  return { set, condition, names, values };
}

/** The counts, the mark, and where the slice stopped or broke: all of it or nothing. */
function commitOf({ start, end: ownEnd, counts, header, next, fault, tooManyRejects }: SliceCommit, now: number) {
  const set = ['#processedAt = :now'];
  const names: Record<string, string> = { '#start': String(start) };
  const values: Record<string, unknown> = { ':now': now, ':start': start, ':mark': new Set([start]) };
  for (const [name, count] of Object.entries(counts)) values[`:${name}`] = count;
  if (ownEnd !== undefined) values[':ownEnd'] = ownEnd;
  const unmoved = ownEnd === undefined ? 'attribute_not_exists(#slices.#start.#end)' : '#slices.#start.#end = :ownEnd';
  if (next) {
    names['#next'] = String(next.start);
    set.push('#slices.#next = :next');
    const { ordinal, line, end } = next;
    const rest = { ordinal, line, after: start, ...(end === undefined ? {} : { end }) };
    values[':next'] = { ...rest, ...(tooManyRejects && { held: true }) };
  }
  if (header) {
    set.push('#header = if_not_exists(#header, :header)');
    values[':header'] = header;
  }
  if (fault) {
    set.push('#slices.#start.#fault = :fault');
    values[':fault'] = fault;
  }
  return {
    set,
    add: [
      '#rows :rows',
      '#stored :stored',
      '#duplicate :duplicate',
      '#superseded :superseded',
      '#rejected :rejected',
      '#done :mark',
    ],
    condition: `NOT contains(#done, :start) AND ${unmoved}`,
    names,
    values,
  };
}
