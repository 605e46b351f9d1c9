import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { RegionClient } from './region-client';

/**
 * Writes `<folder>/<region>/items.ndjson`: a line an item, in the format of DynamoDB's own export to S3
 * ("DynamoDB JSON": `{"Item":{"recordId":{"S":…}}}`).
 * @returns the number of items
 */
export async function dumpItems(client: RegionClient, folder: string): Promise<number> {
  const directory = join(folder, client.address.region);
  await mkdir(directory, { recursive: true });
  let items = 0;
  async function* lines() {
    for await (const item of client.items()) {
      items += 1;
      yield `${JSON.stringify({ Item: item }, binaryAsBase64)}\n`;
    }
  }
  await pipeline(Readable.from(lines()), createWriteStream(join(directory, 'items.ndjson')));
  return items;
}

/** Binary values are base64 in DynamoDB JSON. */
function binaryAsBase64(_name: string, value: AttributeValue | Uint8Array): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
}
