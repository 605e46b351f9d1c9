import { synthesise } from '../testing/synthesise';

const tableOf = (billing: string) =>
  Object.values(synthesise({ billing }).primary.template.findResources('AWS::DynamoDB::GlobalTable'))[0]!['Properties'];

const scaled = (MinCapacity: number, MaxCapacity: number) => ({
  MinCapacity,
  MaxCapacity,
  TargetTrackingScalingPolicyConfiguration: { TargetValue: 70 },
});
const writes = { WriteCapacityAutoScalingSettings: scaled(100, 10_000) };
const reads = { ReadCapacityAutoScalingSettings: scaled(10, 4_000) };

describe('provisioned billing', () => {
  const table = tableOf('provisioned');

  it('scales the writes of table and index alike', () => {
    expect(table.BillingMode).toBe('PROVISIONED');
    expect(table.WriteProvisionedThroughputSettings).toEqual(writes);
    expect(table.GlobalSecondaryIndexes[0].WriteProvisionedThroughputSettings).toEqual(writes);
  });

  it.each(['us-east-1', 'us-west-2'])('scales the reads of table and index in %s', (region) => {
    const replica = table.Replicas.find(({ Region }: { Region: string }) => Region === region);
    expect(replica.ReadProvisionedThroughputSettings).toEqual(reads);
    expect(replica.GlobalSecondaryIndexes).toEqual([
      { IndexName: 'processing-status-index', ReadProvisionedThroughputSettings: reads },
    ]);
  });
});

describe('billing on demand', () => {
  it('is the default', () => {
    expect(tableOf('on-demand').BillingMode).toBe('PAY_PER_REQUEST');
    expect(JSON.stringify(tableOf('on-demand'))).not.toContain('Provisioned');
  });
});
