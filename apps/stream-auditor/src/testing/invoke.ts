import { type Entry, readEntry, readObject } from '@pipeline/audit-trail';
import type { Context, DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda';
import { isLeft } from 'fp-ts/Either';
import { createHandler } from '../handler';
import type { MemoryRegion } from './memory-ports';

export const FILE_ID = 'abcdefghijklmnopqrstuv';

/** The revision of a row of the file, one day later each. */
export const revision = (day: number): string => `2026031${day}T092653Z#${FILE_ID}#0000000001#001`;

/** A reading of one sensor as the table has it. */
export const reading = (day: number, key = 's-1', attributes: object = {}) => ({
  recordId: { S: `sensor-readings#${key}` },
  timestamp: { S: '2026-03-14T09:26:53.000Z' },
  processingStatus: { S: 'PROCESSED' },
  payload: { M: { celsius: { N: String(day) } } },
  source: { S: `${FILE_ID}:1` },
  revision: { S: revision(day) },
  originRegion: { S: 'us-west-2' },
  processedAt: { N: '1773480414000' },
  ...attributes,
});

/** A record of a table's stream, as Lambda gets it from DynamoDB. */
export function change(
  sequence: number,
  after: object | undefined,
  before?: object,
  seconds = 1_773_480_415,
): DynamoDBRecord {
  const { recordId, timestamp } = (after ?? before) as ReturnType<typeof reading>;
  return {
    eventID: `event-${sequence}`,
    eventName: after === undefined ? 'REMOVE' : before === undefined ? 'INSERT' : 'MODIFY',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: 'us-east-1',
    dynamodb: {
      ApproximateCreationDateTime: seconds,
      Keys: { recordId, timestamp },
      ...(after === undefined ? {} : { NewImage: after as never }),
      ...(before === undefined ? {} : { OldImage: before as never }),
      SequenceNumber: String(sequence).padStart(21, '1'),
      SizeBytes: 300,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
    eventSourceARN: 'arn:aws:dynamodb:us-east-1:111122223333:table/serverless-processed-data-prod/stream/2026',
  };
}

const context = (milliseconds: number) =>
  ({ awsRequestId: 'request-1', getRemainingTimeInMillis: () => milliseconds }) as Context;

/** Runs one batch through the real handler. */
export const audit = (region: MemoryRegion, records: readonly DynamoDBRecord[]): Promise<DynamoDBBatchResponse> =>
  createHandler(region.ports())({ Records: [...records] }, context(60_000)) as Promise<DynamoDBBatchResponse>;

/** The schedule's event, through the real handler. */
export const digest = (region: MemoryRegion, milliseconds = 60_000) =>
  createHandler(region.ports())({ kind: 'digest' }, context(milliseconds));

/** The entries of the trail, object by object. */
export const entriesIn = (region: MemoryRegion): readonly Entry[] =>
  [...region.objects].sort().flatMap(([key, body]) => {
    if (!key.startsWith('entries/')) return [];
    const lines = readObject(body);
    if (isLeft(lines)) throw new Error(`${key}: ${lines.left}`);
    return lines.right.map((line) => {
      const entry = readEntry(line);
      if (isLeft(entry)) throw new Error(`${key}: ${entry.left}`);
      return entry.right;
    });
  });
