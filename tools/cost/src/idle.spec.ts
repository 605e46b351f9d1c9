import { idleCost } from './idle';
import type { Resource } from './idle-line';

const monthly = (...resources: readonly Resource[]) => idleCost([{ region: 'us-east-1', resources }]);

describe('while nothing comes', () => {
  it('an interface endpoint costs by zone and hour, a gateway nothing', () => {
    const { lines } = monthly(
      { Type: 'AWS::EC2::VPCEndpoint', Properties: { VpcEndpointType: 'Interface', SubnetIds: ['a', 'b'] } },
      { Type: 'AWS::EC2::VPCEndpoint', Properties: { VpcEndpointType: 'Interface', SubnetIds: ['a', 'b'] } },
      { Type: 'AWS::EC2::VPCEndpoint', Properties: { VpcEndpointType: 'Gateway' } },
    );
    expect(lines).toEqual([{ what: 'interface endpoints, per zone, us-east-1', usdPerMonth: 4 * 7.3 }]);
  });

  it('a table on demand costs nothing, a provisioned one its minimum in each replica', () => {
    const Properties = {
      WriteProvisionedThroughputSettings: { WriteCapacityAutoScalingSettings: { MinCapacity: 10 } },
      GlobalSecondaryIndexes: [
        { WriteProvisionedThroughputSettings: { WriteCapacityAutoScalingSettings: { MinCapacity: 10 } } },
      ],
      Replicas: [1, 2].map(() => ({
        ReadProvisionedThroughputSettings: { ReadCapacityAutoScalingSettings: { MinCapacity: 20 } },
      })),
    };
    const Type = 'AWS::DynamoDB::GlobalTable';
    expect(monthly({ Type, Properties: { ...Properties, BillingMode: 'PAY_PER_REQUEST' } }).usdPerMonth).toBe(0);
    expect(monthly({ Type, Properties: { ...Properties, BillingMode: 'PROVISIONED' } }).usdPerMonth).toBeCloseTo(
      730 * (2 * 20 * 0.00065 + 2 * 20 * 0.00013),
    );
  });

  it.each([
    ['AWS::SecretsManager::Secret', { ReplicaRegions: [{ Region: 'us-west-2' }] }, 0.8],
    ['AWS::CloudWatch::Alarm', { MetricName: 'Errors' }, 0.1],
    ['AWS::CloudWatch::Alarm', { Metrics: [{ MetricStat: {} }, { MetricStat: {} }, { Expression: 'a+b' }] }, 0.2],
    ['AWS::CloudWatch::CompositeAlarm', {}, 0.5],
    ['AWS::Route53::HealthCheck', { HealthCheckConfig: { Type: 'HTTPS' } }, 1.5],
    ['AWS::Route53::HealthCheck', { HealthCheckConfig: { Type: 'CALCULATED' } }, 0.5],
    ['AWS::Lambda::Function', {}, 0],
  ])('%s with %j costs', (Type, Properties, usd) => {
    expect(monthly({ Type, Properties })).toMatchObject({ usdPerMonth: usd, unpriced: [] });
  });

  it('what nobody has said a price for is named', () => {
    const { unpriced } = monthly({ Type: 'AWS::EC2::NatGateway' }, { Type: 'AWS::MSK::Cluster' });
    expect(unpriced).toEqual(['AWS::EC2::NatGateway', 'AWS::MSK::Cluster']);
  });
});
