import { type Place, streamArn, tableArn } from './attributes';
import type { JsonObject } from './load-assembly';
import type { KeyElement, PlannedIndex, PlannedTable } from './planned';
import type { PropertyRules, ResourceReader } from './resource-reader';

export const tableProperties: PropertyRules = {
  emulated: [
    'AttributeDefinitions',
    'GlobalSecondaryIndexes',
    'KeySchema',
    'Replicas',
    'StreamSpecification',
    'TableName',
    'TimeToLiveSpecification',
  ],
  passive: [
    'BillingMode',
    'ReadOnDemandThroughputSettings',
    'ReadProvisionedThroughputSettings',
    'SSESpecification',
    'WarmThroughput',
    'WriteOnDemandThroughputSettings',
    'WriteProvisionedThroughputSettings',
  ],
  listed: [],
};

/**
 * The deployment's finder of a replica's stream: a function of apps/deploy-hooks asks DescribeTable for its ARN. Here the
 * ARN is known without asking, so the function does not run for it.
 */
export const replicaStreamProperties: PropertyRules = {
  emulated: ['TableName'],
  passive: ['ServiceTimeout', 'ServiceToken'],
  listed: [],
};

interface KeySchemaElement extends JsonObject {
  readonly AttributeName: string;
  readonly KeyType: KeyElement['keyType'];
}

interface Index extends JsonObject {
  readonly IndexName: string;
  readonly KeySchema: readonly KeySchemaElement[];
  readonly Projection: {
    readonly ProjectionType?: PlannedIndex['projection']['type'];
    readonly NonKeyAttributes?: readonly string[];
  };
}

interface Replica extends JsonObject {
  readonly Region: string;
  readonly DeletionProtectionEnabled: boolean;
}

const keySchema = (elements: readonly KeySchemaElement[]): readonly KeyElement[] =>
  elements.map(({ AttributeName, KeyType }) => ({ attributeName: AttributeName, keyType: KeyType }));

/**
 * The replica of a global table in the place's region, whichever region's stack owns the table.
 * @returns undefined when the table has no replica there
 */
export function planTable(table: ResourceReader, place: Place): PlannedTable | undefined {
  const replicas = table.list<Replica>('Replicas');
  const replica = replicas.find(({ Region }) => Region === place.region);
  if (!replica) return undefined;
  const view = table.object('StreamSpecification')?.['StreamViewType'];
  const timeToLive = table.object('TimeToLiveSpecification');
  return {
    name: table.name,
    arn: tableArn(table.name, place),
    keySchema: keySchema(table.list<KeySchemaElement>('KeySchema')),
    attributeDefinitions: table
      .list<{ readonly AttributeName: string; readonly AttributeType: 'S' | 'N' | 'B' }>('AttributeDefinitions')
      .map(({ AttributeName, AttributeType }) => ({ name: AttributeName, type: AttributeType })),
    globalSecondaryIndexes: table.list<Index>('GlobalSecondaryIndexes').map((index) => ({
      name: index.IndexName,
      keySchema: keySchema(index.KeySchema),
      projection: {
        type: index.Projection.ProjectionType ?? 'KEYS_ONLY',
        nonKeyAttributes: index.Projection.NonKeyAttributes ?? [],
      },
    })),
    ...(typeof view === 'string' ? { streamViewType: view, streamArn: streamArn(table.name, place) } : {}),
    ...(timeToLive?.['Enabled'] === true ? { ttlAttribute: String(timeToLive['AttributeName']) } : {}),
    deletionProtection: replica.DeletionProtectionEnabled === true,
    replicas: replicas.map(({ Region }) => Region),
  };
}
