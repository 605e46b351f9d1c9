import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { DynamoDbService } from '../dynamodb/dynamodb-service';

/**
 * Writes a table to a file, in key order: a line an item, `{"Item":{"recordId":{"S":…}}}`, the format of DynamoDB's
 * export to S3.
 * @returns the number of items
 */
export async function dumpTable(dynamodb: DynamoDbService, table: string, file: string): Promise<number> {
  await mkdir(dirname(file), { recursive: true });
  let items = 0;
  async function* lines() {
    for await (const item of dynamodb.scanAll(table)) {
      items += 1;
      yield `${JSON.stringify({ Item: item })}\n`;
    }
  }
  await pipeline(Readable.from(lines()), createWriteStream(file));
  return items;
}
