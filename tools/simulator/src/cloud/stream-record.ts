import type { DynamoDBRecord } from 'aws-lambda';
import type { Change } from './simulated-table';
import { imageOf } from './wire';

/** A record of a replica's stream, as its mapping holds it. */
export interface StreamRecord {
  /** Of the item: records of one stay in their order. */
  readonly key: string;
  readonly sequenceNumber: string;
  /** Virtual milliseconds of the change in this region. */
  readonly at: number;
  readonly change: Change;
}

/** The record as Lambda hands it to a function; `epoch` is virtual time 0, in milliseconds since 1970. */
export function eventOf({ sequenceNumber, at, change }: StreamRecord, epoch: number): DynamoDBRecord {
  const { region, oldImage, newImage } = change;
  const { recordId, timestamp } = imageOf(newImage ?? oldImage ?? {});
  const event = {
    eventID: `${region}-${sequenceNumber}`,
    eventName: newImage === undefined ? 'REMOVE' : oldImage === undefined ? 'INSERT' : 'MODIFY',
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: region,
    dynamodb: {
      ApproximateCreationDateTime: Math.floor((epoch + at) / 1_000),
      Keys: { recordId, timestamp },
      ...(newImage === undefined ? {} : { NewImage: imageOf(newImage) }),
      ...(oldImage === undefined ? {} : { OldImage: imageOf(oldImage) }),
      SequenceNumber: sequenceNumber,
      SizeBytes: 1_000,
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    },
    eventSourceARN: `arn:aws:dynamodb:${region}:111122223333:table/serverless-processed-data-prod/stream/2026`,
  };
  return event as unknown as DynamoDBRecord;
}
