import type { Database } from '../database';
import { ResourceNotFound } from '../fault';
import { integer, readInput, required, resourceName } from '../parameters';
import type { Table } from '../table';
import { keyElements, type KeySchema } from '../table-definition';
import { present, type Operation } from './operation';

const keySchema = ({ partition, sort }: KeySchema): object[] => [
  { AttributeName: partition.name, KeyType: 'HASH' },
  ...(sort === undefined ? [] : [{ AttributeName: sort.name, KeyType: 'RANGE' }]),
];

const onDemand = { NumberOfDecreasesToday: 0, ReadCapacityUnits: 0, WriteCapacityUnits: 0 };

/** `TableDescription` of a table. */
export function describe(database: Database, table: Table): object {
  const { definition, arn, id, createdAt, streamArn, streamLabel, position } = table;
  const elements = [definition.keys, ...definition.indexes.map(({ keys }) => keys)].flatMap(keyElements);
  const types = new Map(elements.map(({ name, type }) => [name, type]));
  const replicas = definition.replicas.filter((region) => region !== database.region);
  return present({
    TableName: definition.name,
    TableArn: arn,
    TableId: id,
    TableStatus: 'ACTIVE',
    CreationDateTime: createdAt / 1000,
    KeySchema: keySchema(definition.keys),
    AttributeDefinitions: [...types].map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType })),
    ItemCount: position.items,
    TableSizeBytes: position.bytes,
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    ProvisionedThroughput: onDemand,
    DeletionProtectionEnabled: definition.deletionProtection,
    GlobalSecondaryIndexes:
      definition.indexes.length === 0
        ? undefined
        : definition.indexes.map(({ name, keys, projection }) => ({
            IndexName: name,
            IndexArn: `${arn}/index/${name}`,
            IndexStatus: 'ACTIVE',
            KeySchema: keySchema(keys),
            Projection: {
              ProjectionType: projection.type,
              ...(projection.nonKeyAttributes.length > 0 && { NonKeyAttributes: projection.nonKeyAttributes }),
            },
            ProvisionedThroughput: onDemand,
          })),
    ...(streamArn !== undefined && {
      StreamSpecification: { StreamEnabled: true, StreamViewType: definition.stream },
      LatestStreamLabel: streamLabel,
      LatestStreamArn: streamArn,
    }),
    ...(replicas.length > 0 && {
      GlobalTableVersion: '2019.11.21',
      Replicas: replicas.map((RegionName) => ({ RegionName, ReplicaStatus: 'ACTIVE' })),
    }),
  });
}

/** DescribeTable. */
export const describeTable: Operation = async (database, call) => {
  const { TableName } = readInput('DescribeTable', { TableName: required(resourceName) }, call.body);
  call.authorize('dynamodb:DescribeTable', database.arnOf(TableName));
  const table = database.tables.get(TableName);
  if (table === undefined) throw new ResourceNotFound(`Requested resource not found: Table: ${TableName} not found`);
  return { Table: describe(database, table) };
};

const listShape = { ExclusiveStartTableName: resourceName, Limit: integer(1, 100) } as const;

/** ListTables: names in their order, up to 100 at a time. */
export const listTables: Operation = async (database, call) => {
  const { ExclusiveStartTableName: after = '', Limit = 100 } = readInput('ListTables', listShape, call.body);
  call.authorize('dynamodb:ListTables', '*');
  const names = [...database.tables.keys()].sort().filter((name) => name > after);
  const TableNames = names.slice(0, Limit);
  return present({ TableNames, LastEvaluatedTableName: names.length > Limit ? TableNames.at(-1) : undefined });
};

/** DescribeTimeToLive. */
export const describeTimeToLive: Operation = async (database, call) => {
  const { TableName } = readInput('DescribeTimeToLive', { TableName: required(resourceName) }, call.body);
  call.authorize('dynamodb:DescribeTimeToLive', database.arnOf(TableName));
  const table = database.tables.get(TableName);
  if (table === undefined) throw new ResourceNotFound(`Requested resource not found: Table: ${TableName} not found`);
  const AttributeName = table.definition.ttlAttribute;
  return {
    TimeToLiveDescription:
      AttributeName === undefined ? { TimeToLiveStatus: 'DISABLED' } : { TimeToLiveStatus: 'ENABLED', AttributeName },
  };
};
