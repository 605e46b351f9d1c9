import { type Synthesised, synthesise } from '../testing/synthesise';

const tableOf = ({ primary }: Synthesised) =>
  Object.values(primary.template.findResources('AWS::DynamoDB::GlobalTable'))[0]!['Properties'];

const prod = synthesise();
const table = tableOf(prod);

describe('the table', () => {
  it('is owned by the stack of the primary region alone', () => {
    prod.primary.template.resourceCountIs('AWS::DynamoDB::GlobalTable', 1);
    prod.standby.template.resourceCountIs('AWS::DynamoDB::GlobalTable', 0);
    expect(table.TableName).toBe('serverless-processed-data-prod');
  });

  it('is keyed by record and time', () => {
    expect(table.KeySchema).toEqual([
      { AttributeName: 'recordId', KeyType: 'HASH' },
      { AttributeName: 'timestamp', KeyType: 'RANGE' },
    ]);
    expect(table.AttributeDefinitions).toEqual([
      { AttributeName: 'recordId', AttributeType: 'S' },
      { AttributeName: 'timestamp', AttributeType: 'S' },
      { AttributeName: 'statusShard', AttributeType: 'S' },
    ]);
  });

  it('is indexed by status, shard and time, with keys only and the ceiling of the table', () => {
    expect(table.GlobalSecondaryIndexes).toEqual([
      {
        IndexName: 'processing-status-index',
        KeySchema: [
          { AttributeName: 'statusShard', KeyType: 'HASH' },
          { AttributeName: 'timestamp', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
        WriteOnDemandThroughputSettings: { MaxWriteRequestUnits: 10_000 },
      },
    ]);
  });

  it('is billed on demand, up to a ceiling', () => {
    expect(table).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      WriteOnDemandThroughputSettings: { MaxWriteRequestUnits: 10_000 },
    });
  });

  it('streams both images, and forgets what has expired', () => {
    expect(table).toMatchObject({
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    });
  });
});

describe.each(['us-east-1', 'us-west-2'])('the replica in %s', (region) => {
  const replicaOf = (synthesised: Synthesised) =>
    tableOf(synthesised).Replicas.find(({ Region }: { Region: string }) => Region === region);

  it('is one of two', () => {
    expect(table.Replicas).toHaveLength(2);
    expect(replicaOf(prod)).toBeDefined();
  });

  it('can be restored to any second of 35 days', () => {
    expect(replicaOf(prod).PointInTimeRecoverySpecification).toEqual({
      PointInTimeRecoveryEnabled: true,
      RecoveryPeriodInDays: 35,
    });
  });

  it('has a ceiling of reads, and so has its index', () => {
    const ceiling = { ReadOnDemandThroughputSettings: { MaxReadRequestUnits: 4_000 } };
    expect(replicaOf(prod)).toMatchObject({
      ...ceiling,
      GlobalSecondaryIndexes: [{ IndexName: 'processing-status-index', ...ceiling }],
    });
  });

  it('is protected from deletion once the context says so', () => {
    expect(replicaOf(prod).DeletionProtectionEnabled).toBe(false);
    expect(replicaOf(synthesise({ protect: 'true' })).DeletionProtectionEnabled).toBe(true);
  });

  it('is tagged', () => {
    expect(replicaOf(prod).Tags).toContainEqual({ Key: 'environment', Value: 'prod' });
  });
});
