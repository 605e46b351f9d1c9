export type KeyType = 'S' | 'N' | 'B';

export type ProjectionType = 'ALL' | 'KEYS_ONLY' | 'INCLUDE';

const streamViewTypes = ['NEW_AND_OLD_IMAGES', 'NEW_IMAGE', 'OLD_IMAGE', 'KEYS_ONLY'] as const;
export type StreamViewType = (typeof streamViewTypes)[number];

export type KeySchemaProperty = readonly { readonly attributeName: string; readonly keyType: 'HASH' | 'RANGE' }[];

/** A table as its template declares it. */
export interface TableProperties {
  readonly name: string;
  readonly keySchema: KeySchemaProperty;
  readonly attributeDefinitions: readonly { readonly name: string; readonly type: KeyType }[];
  readonly globalSecondaryIndexes?: readonly {
    readonly name: string;
    readonly keySchema: KeySchemaProperty;
    readonly projection: { readonly type: ProjectionType; readonly nonKeyAttributes?: readonly string[] };
  }[];
  /** One of DynamoDB's view types; without it the table has no stream (its changes are logged all the same). */
  readonly streamViewType?: string;
  /** Of its stream, where the caller has to know it before the table is made; else the label is the table's birth. */
  readonly streamArn?: string;
  readonly ttlAttribute?: string;
  readonly deletionProtection?: boolean;
  /** Regions of a global table, this one included. */
  readonly replicas?: readonly string[];
}

export interface KeyElement {
  readonly name: string;
  readonly type: KeyType;
}

export interface KeySchema {
  readonly partition: KeyElement;
  readonly sort: KeyElement | undefined;
}

export interface IndexDefinition {
  readonly name: string;
  readonly keys: KeySchema;
  readonly projection: { readonly type: ProjectionType; readonly nonKeyAttributes: readonly string[] };
  /** The attributes an entry has; undefined means all. */
  readonly attributes: readonly string[] | undefined;
}

export interface TableDefinition {
  readonly name: string;
  readonly keys: KeySchema;
  readonly indexes: readonly IndexDefinition[];
  readonly stream: StreamViewType | undefined;
  readonly ttlAttribute: string | undefined;
  readonly deletionProtection: boolean;
  readonly replicas: readonly string[];
}

/** The elements of a key, partition first. */
export function keyElements({ partition, sort }: KeySchema): readonly KeyElement[] {
  return sort === undefined ? [partition] : [partition, sort];
}

export const keyNames = (keys: KeySchema): readonly string[] => keyElements(keys).map(({ name }) => name);

function keysOf(where: string, schema: KeySchemaProperty, types: ReadonlyMap<string, KeyType>): KeySchema {
  const element = (name: string): KeyElement => {
    const type = types.get(name);
    if (type !== undefined) return { name, type };
    throw new Error(`${where}: the key attribute '${name}' has no AttributeDefinition. Declare its type.`);
  };
  const [partition, ...others] = schema.filter(({ keyType }) => keyType === 'HASH');
  const [sort, ...moreSorts] = schema.filter(({ keyType }) => keyType === 'RANGE');
  if (partition === undefined || others.length > 0 || moreSorts.length > 0) {
    throw new Error(`${where}: a key of one HASH and at most one RANGE attribute is emulated, and no other.`);
  }
  return { partition: element(partition.attributeName), sort: sort && element(sort.attributeName) };
}

/**
 * Checks a template's table and derives from it what the engine works with.
 * @throws Error naming the table or index, and what of it can't be emulated.
 */
export function defineTable(properties: TableProperties): TableDefinition {
  const { name: table, streamViewType } = properties;
  const types = new Map(properties.attributeDefinitions.map(({ name, type }) => [name, type]));
  const keys = keysOf(`Table '${table}'`, properties.keySchema, types);
  const stream = streamViewTypes.find((view) => view === streamViewType);
  if (streamViewType !== undefined && stream === undefined) {
    throw new Error(
      `Table '${table}': '${streamViewType}' is no view type of a stream. Use one of ${streamViewTypes.join(', ')}.`,
    );
  }
  const indexes = (properties.globalSecondaryIndexes ?? []).map(({ name, keySchema, projection }): IndexDefinition => {
    const indexKeys = keysOf(`Index '${name}' of table '${table}'`, keySchema, types);
    const { type, nonKeyAttributes = [] } = projection;
    const projected = [...keyNames(keys), ...keyNames(indexKeys), ...nonKeyAttributes];
    return {
      name,
      keys: indexKeys,
      projection: { type, nonKeyAttributes },
      attributes: type === 'ALL' ? undefined : [...new Set(projected)],
    };
  });
  return {
    name: table,
    keys,
    indexes,
    stream,
    ttlAttribute: properties.ttlAttribute,
    deletionProtection: properties.deletionProtection ?? false,
    replicas: properties.replicas ?? [],
  };
}
