import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { type Item, toItem } from '@pipeline/record-schema';
import type { Contender } from '../contest/contender';
import { sensorDataset } from '../stub/sensor-rows';
import { watched } from '../stub/watched';
import { BUCKET, KEY, surroundings, TABLE } from './file-of-rows';
import type { WholeInput } from './whole-input';

/** How many writes a tutorial waits for together: what BatchWriteItem would take. */
const TOGETHER = 25;

/**
 * What the guides teach: the whole object as a text, every line parsed and decoded by io-ts, `PutCommand`s of the
 * document client in groups. It makes the same items under the same condition, and accounts for nothing.
 */
export function tutorialFunction(): Contender {
  let clients: { readonly s3: S3Client; readonly table: DynamoDBDocumentClient } | undefined;
  return {
    async pass(text, see) {
      const { url } = JSON.parse(text) as WholeInput;
      if (!clients) {
        surroundings(url);
        const table = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'us-east-1' }), {
          marshallOptions: { removeUndefinedValues: true },
        });
        clients = { s3: new S3Client({ region: 'us-east-1' }), table };
      }
      const { s3, table } = clients;
      if (!see) return run(s3, table);
      const { rows, received } = await watched(url, () => run(s3, table));
      see(received);
      return rows;
    },
  };
}

async function run(s3: S3Client, table: DynamoDBDocumentClient): Promise<number> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: KEY }));
  const lines = ((await Body?.transformToString()) ?? '').split('\n').filter((line) => line !== '');
  const items = lines.map((line, index) => itemOf(JSON.parse(line), index + 1));
  for (let from = 0; from < items.length; from += TOGETHER) {
    await Promise.all(items.slice(from, from + TOGETHER).map((item) => put(table, item)));
  }
  return items.length;
}

function itemOf(row: unknown, ordinal: number): Item {
  const { name, schemaVersion, record, key, time, transform } = sensorDataset();
  const decoded = record.decode(row);
  if (decoded._tag === 'Left') throw new Error(`Row ${ordinal} is refused.`);
  const file = {
    fileId: 'f'.repeat(22),
    lastModified: '2026-01-01T00:00:00.000Z',
    region: 'us-east-1',
    shardCount: 16,
  };
  const draft = {
    dataset: name,
    schemaVersion,
    key: key(decoded.right),
    time: typeof time === 'function' ? time(decoded.right) : time.fixed,
    payload: transform(decoded.right, { lastModified: file.lastModified, hmacKeys: [] }),
    ordinal,
  };
  const item = toItem(draft, file, Date.now());
  if (item._tag === 'Left') throw new Error(`Row ${ordinal} makes no item.`);
  return item.right;
}

const put = (table: DynamoDBDocumentClient, item: Item) =>
  table.send(
    new PutCommand({
      TableName: TABLE,
      Item: item,
      ConditionExpression:
        'attribute_not_exists(#revision) OR (#revision < :revision AND #contentHash <> :contentHash)',
      ExpressionAttributeNames: { '#revision': 'revision', '#contentHash': 'contentHash' },
      ExpressionAttributeValues: { ':revision': item.revision, ':contentHash': item.contentHash },
    }),
  );
