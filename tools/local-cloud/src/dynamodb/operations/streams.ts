import { ServiceFault } from '../../http/service';
import type { Change } from '../change-log';
import type { Database } from '../database';
import { ResourceNotFound, ValidationFault } from '../fault';
import { integer, oneOf, readInput, required, resourceName, text } from '../parameters';
import { showSequence, type Table } from '../table';
import { keyElements, type StreamViewType } from '../table-definition';
import type { Item } from '../value/attribute-value';
import { itemSize } from '../value/size';
import { present, type Call, type Operation } from './operation';

/** A table's stream is one shard, which never closes: order is kept per table, more than AWS promises per item. */
export const SHARD = 'shardId-00000000000000000000-00000001';

const MAX_RECORDS = 1000;
/** Of one answer of GetRecords. (API Reference, GetRecords.) */
const MAX_ANSWER_BYTES = 1024 * 1024;
/** An iterator is good for so long. (API Reference, GetShardIterator.) */
const ITERATOR_LIFETIME_MS = 15 * 60 * 1000;

const streamsOf = (database: Database): readonly Table[] =>
  [...database.tables.values()].filter(({ streamArn }) => streamArn !== undefined);

/** The table whose stream it is, if the caller may do that with it. */
function authorizedStream(database: Database, call: Call, action: string, arn: string): Table {
  call.authorize(`dynamodb:${action}`, arn);
  const table = streamsOf(database).find(({ streamArn }) => streamArn === arn);
  if (table === undefined) throw new ResourceNotFound(`Requested resource not found: Stream: ${arn} not found`);
  return table;
}

const listShape = { TableName: resourceName, Limit: integer(1, 100), ExclusiveStartStreamArn: text } as const;

/** ListStreams: of all tables, or of one. */
export const listStreams: Operation = async (database, call) => {
  const input = readInput('ListStreams', listShape, call.body);
  const { TableName, Limit = 100, ExclusiveStartStreamArn: after = '' } = input;
  call.authorize('dynamodb:ListStreams', '*');
  const streams = streamsOf(database)
    .map(({ streamArn = '', streamLabel, definition }) => ({
      StreamArn: streamArn,
      StreamLabel: streamLabel,
      TableName: definition.name,
    }))
    .filter((stream) => stream.StreamArn > after && (TableName === undefined || stream.TableName === TableName))
    .sort((one, other) => (one.StreamArn < other.StreamArn ? -1 : 1));
  const Streams = streams.slice(0, Limit);
  return present({ Streams, LastEvaluatedStreamArn: streams.length > Limit ? Streams.at(-1)?.StreamArn : undefined });
};

const describeShape = { StreamArn: required(text), Limit: integer(1, 100), ExclusiveStartShardId: text } as const;

/** DescribeStream. */
export const describeStream: Operation = async (database, call) => {
  const input = readInput('DescribeStream', describeShape, call.body);
  const table = authorizedStream(database, call, 'DescribeStream', input.StreamArn);
  const { definition, position, streamLabel, createdAt } = table;
  const shard = {
    ShardId: SHARD,
    SequenceNumberRange: { StartingSequenceNumber: showSequence(position.trimmed + 1) },
  };
  return {
    StreamDescription: {
      StreamArn: input.StreamArn,
      StreamLabel: streamLabel,
      StreamStatus: 'ENABLED',
      StreamViewType: definition.stream,
      CreationRequestDateTime: createdAt / 1000,
      TableName: definition.name,
      KeySchema: keyElements(definition.keys).map(({ name }, index) => ({
        AttributeName: name,
        KeyType: index === 0 ? 'HASH' : 'RANGE',
      })),
      Shards: (input.ExclusiveStartShardId ?? '') < SHARD ? [shard] : [],
    },
  };
};

interface ShardIterator {
  readonly arn: string;
  /** The sequence number to read next. */
  readonly from: number;
  /** Milliseconds since the epoch. */
  readonly madeAt: number;
}

const encodeIterator = (iterator: ShardIterator): string =>
  `${iterator.arn}|1|${Buffer.from(JSON.stringify(iterator)).toString('base64')}`;

function decodeIterator(text: string): ShardIterator {
  try {
    return JSON.parse(Buffer.from(text.split('|')[2] ?? '', 'base64').toString()) as ShardIterator;
  } catch {
    throw new ValidationFault('Invalid ShardIterator');
  }
}

function trimmed(): ServiceFault {
  return new ServiceFault(
    'TrimmedDataAccessException',
    400,
    'The requested sequence number is older than the oldest record of the shard.',
  );
}

const iteratorShape = {
  StreamArn: required(text),
  ShardId: required(text),
  ShardIteratorType: required(oneOf('TRIM_HORIZON', 'LATEST', 'AT_SEQUENCE_NUMBER', 'AFTER_SEQUENCE_NUMBER')),
  SequenceNumber: text,
} as const;

/** GetShardIterator. */
export const getShardIterator: Operation = async (database, call) => {
  const {
    StreamArn: arn,
    ShardId,
    ShardIteratorType,
    SequenceNumber,
  } = readInput('GetShardIterator', iteratorShape, call.body);
  const { position, durableSequence } = authorizedStream(database, call, 'GetShardIterator', arn);
  if (ShardId !== SHARD) throw new ResourceNotFound(`Requested resource not found: Shard: ${ShardId} not found`);
  const given = (): number => {
    const sequence = Number(SequenceNumber);
    if (SequenceNumber === undefined || !Number.isSafeInteger(sequence)) {
      throw new ValidationFault(`A SequenceNumber of the shard is required for ${ShardIteratorType}`);
    }
    return sequence;
  };
  const from = {
    TRIM_HORIZON: () => position.trimmed + 1,
    LATEST: () => durableSequence + 1,
    AT_SEQUENCE_NUMBER: given,
    AFTER_SEQUENCE_NUMBER: () => given() + 1,
  }[ShardIteratorType]();
  if (from <= position.trimmed) throw trimmed();
  return { ShardIterator: encodeIterator({ arn, from, madeAt: database.now() }) };
};

/** A record as GetRecords answers it, as far as others look into it. */
export interface ShownRecord {
  readonly dynamodb: { readonly SequenceNumber: string };
  readonly userIdentity?: { readonly Type: string; readonly PrincipalId: string };
}

/** A change as a record of the stream; of the images those that the stream's view has. */
export function streamRecord(change: Change, view: StreamViewType, region: string): ShownRecord {
  const { keys, before, after } = change;
  const newImage = view === 'NEW_IMAGE' || view === 'NEW_AND_OLD_IMAGES' ? after : undefined;
  const oldImage = view === 'OLD_IMAGE' || view === 'NEW_AND_OLD_IMAGES' ? before : undefined;
  const size = (item: Item | undefined): number => (item === undefined ? 0 : itemSize(item));
  // Of a replicated expiry AWS shows a plain delete: only the region that expired the item names the service.
  const service = change.expired && !change.replicated;
  return present({
    eventID: Buffer.from(`${region}:${change.sequence}:${change.at}`).toString('hex'),
    eventName: change.type,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: region,
    dynamodb: present({
      ApproximateCreationDateTime: Math.floor(change.at / 1000),
      Keys: keys,
      NewImage: newImage,
      OldImage: oldImage,
      SequenceNumber: showSequence(change.sequence),
      SizeBytes: size(keys) + size(newImage) + size(oldImage),
      StreamViewType: view,
    }),
    userIdentity: service ? { Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' } : undefined,
  }) as unknown as ShownRecord;
}

const recordsShape = { ShardIterator: required(text), Limit: integer(1, MAX_RECORDS) } as const;

/** GetRecords: durable records only, up to 1,000 or 1 MB. */
export const getRecords: Operation = async (database, call) => {
  const { ShardIterator, Limit = MAX_RECORDS } = readInput('GetRecords', recordsShape, call.body);
  const iterator = decodeIterator(ShardIterator);
  const table = authorizedStream(database, call, 'GetRecords', iterator.arn);
  const now = database.now();
  if (iterator.madeAt < now - ITERATOR_LIFETIME_MS) {
    throw new ServiceFault('ExpiredIteratorException', 400, 'Iterator expired. Get a new one with GetShardIterator.');
  }
  if (iterator.from <= table.position.trimmed) throw trimmed();
  const view = table.definition.stream ?? 'KEYS_ONLY';
  const Records: object[] = [];
  let { from } = iterator;
  let bytes = 0;
  for await (const change of database.changes.read(table, from, Limit)) {
    const size = [change.keys, change.before, change.after].reduce((sum, item) => sum + (item ? itemSize(item) : 0), 0);
    if (Records.length > 0 && bytes + size > MAX_ANSWER_BYTES) break;
    bytes += size;
    from = change.sequence + 1;
    Records.push(streamRecord(change, view, database.region));
  }
  return { Records, NextShardIterator: encodeIterator({ ...iterator, from, madeAt: now }) };
};
