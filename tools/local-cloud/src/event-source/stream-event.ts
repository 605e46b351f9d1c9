import type { Change } from '../dynamodb/change-log';
import { streamRecord } from '../dynamodb/operations/streams';
import type { StreamViewType } from '../dynamodb/table-definition';
import type { StreamRecord } from './stream-source';

export interface StreamPlace {
  readonly arn: string;
  readonly region: string;
  readonly view: StreamViewType;
}

/** A change as a mapping hands it on: GetRecords' record with its source, and the user identity as events write it. */
export function toStreamRecord(change: Change, { arn, region, view }: StreamPlace): StreamRecord {
  const { userIdentity, ...record } = streamRecord(change, view, region);
  const event = {
    ...record,
    ...(userIdentity && { userIdentity: { type: userIdentity.Type, principalId: userIdentity.PrincipalId } }),
    eventSourceARN: arn,
  };
  return {
    sequence: change.sequence,
    sequenceNumber: record.dynamodb.SequenceNumber,
    at: change.at,
    item: JSON.stringify(change.keys),
    event,
    bytes: Buffer.byteLength(JSON.stringify(event)),
  };
}

/** The event with which Lambda hands records to a function. Source: Lambda Developer Guide, "Using Lambda with DynamoDB". */
export const streamEvent = (records: readonly StreamRecord[]): { readonly Records: readonly object[] } => ({
  Records: records.map(({ event }) => event),
});
