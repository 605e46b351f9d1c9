import { synthesise } from '../testing/synthesise';

const { primary, standby } = synthesise();

interface Check {
  readonly Type: string;
  readonly AlarmIdentifier?: { readonly Name: { readonly Ref: string }; readonly Region: string };
  readonly ChildHealthChecks?: readonly { readonly 'Fn::GetAtt': readonly [string, string] }[];
  readonly HealthThreshold?: number;
}

describe.each([
  { stack: primary, other: 'us-west-2' },
  { stack: standby, other: 'us-east-1' },
])('the active region, as $stack.region sees it', ({ stack: { template, region, resources }, other }) => {
  const checks = Object.fromEntries(
    Object.entries(template.findResources('AWS::Route53::HealthCheck')).map(([id, { Properties }]) => [
      id,
      Properties.HealthCheckConfig as Check,
    ]),
  );
  const records = Object.values(template.findResources('AWS::Route53::RecordSet')).map(({ Properties }) => Properties);
  /** The checks that a region's one is calculated from, by their types. */
  const childrenOf = (of: string) => {
    const record = records.find(({ SetIdentifier }) => SetIdentifier === of);
    const id = (record?.['HealthCheckId'] as { 'Fn::GetAtt': [string, string] })['Fn::GetAtt'][0];
    const { Type, ChildHealthChecks = [], HealthThreshold } = checks[id]!;
    expect({ Type, HealthThreshold }).toEqual({ Type: 'CALCULATED', HealthThreshold: ChildHealthChecks.length });
    return ChildHealthChecks.map((child) => checks[child['Fn::GetAtt'][0]]!);
  };

  it('is a failover pair in the private zone of its network, kept by nobody for long', () => {
    template.hasResourceProperties('AWS::Route53::HostedZone', {
      Name: 'pipeline.internal',
      VPCs: [{ VPCRegion: region }],
    });
    expect(records).toMatchObject([
      { Name: 'active-region.pipeline.internal', Type: 'TXT', TTL: '60', Failover: 'PRIMARY' },
      { Name: 'active-region.pipeline.internal', Type: 'TXT', TTL: '60', Failover: 'SECONDARY' },
    ]);
    expect(records.map(({ ResourceRecords }) => ResourceRecords)).toEqual([['"us-east-1"'], ['"us-west-2"']]);
  });

  it.each([region, other])('judges %s by what its own sentinel says, whose silence is no good sign', (of) => {
    const [alarm] = childrenOf(of);
    const { Name, Region } = alarm?.AlarmIdentifier ?? {};
    expect(alarm).toMatchObject({ Type: 'CLOUDWATCH_METRIC', InsufficientDataHealthStatus: 'Unhealthy' });
    expect(Region).toBe(region);
    expect(resources[Name?.Ref ?? '']?.Properties).toMatchObject({
      AlarmName: `serverless-region-availability-${of}-prod`,
      // Of the form that Route 53 takes: one metric, no expression, a simple statistic.
      MetricName: 'RegionAvailable',
      Statistic: 'Minimum',
      TreatMissingData: 'breaching',
    });
  });

  it('judges itself by its own API as well, asked from outside', () => {
    expect(childrenOf(region)).toHaveLength(2);
    expect(childrenOf(other)).toHaveLength(1);
    expect(childrenOf(region)[1]).toMatchObject({
      Type: 'HTTPS',
      Port: 443,
      ResourcePath: '/health',
      EnableSNI: true,
      RequestInterval: 30,
      FailureThreshold: 3,
    });
  });
});
