import { synthesise } from '../testing/synthesise';

const context = { domain: 'files.example.com', hostedZoneId: 'Z0123456789ABCDEFGHIJ' };
const { primary, standby } = synthesise(context);
const plain = synthesise();

const PUBLIC = [
  'AWS::ApiGatewayV2::ApiMapping',
  'AWS::ApiGatewayV2::DomainName',
  'AWS::CertificateManager::Certificate',
];

it('is not there for who owns no domain', () => {
  for (const { template } of [plain.primary, plain.standby]) {
    for (const type of PUBLIC) template.resourceCountIs(type, 0);
    template.resourceCountIs('AWS::Route53::RecordSet', 2);
    expect(template.toJSON()['Outputs']).not.toHaveProperty('PublicUrl');
  }
});

describe.each([
  { stack: primary, role: 'PRIMARY' },
  { stack: standby, role: 'SECONDARY' },
])('of $stack.region', ({ stack: { template, region, resources }, role }) => {
  it('has a certificate that its zone proves, and answers by TLS 1.2 or better', () => {
    template.hasResourceProperties('AWS::CertificateManager::Certificate', {
      DomainName: 'files.example.com',
      ValidationMethod: 'DNS',
      DomainValidationOptions: [{ DomainName: 'files.example.com', HostedZoneId: context.hostedZoneId }],
    });
    template.hasResourceProperties('AWS::ApiGatewayV2::DomainName', {
      DomainName: 'files.example.com',
      DomainNameConfigurations: [{ EndpointType: 'REGIONAL', SecurityPolicy: 'TLS_1_2', IpAddressType: 'dualstack' }],
    });
    template.hasResourceProperties('AWS::ApiGatewayV2::ApiMapping', { Stage: { Ref: 'GatewayHttpStage73ED1419' } });
  });

  it('is its half of the failover pair, on the check of this region, alarm and API', () => {
    const records = Object.values(template.findResources('AWS::Route53::RecordSet'))
      .map(({ Properties }) => Properties as Readonly<Record<string, unknown>>)
      .filter(({ Name }) => Name === 'files.example.com');
    expect(records.map(({ Type }) => Type)).toEqual(['A', 'AAAA']);
    for (const record of records) {
      expect(record).toMatchObject({
        HostedZoneId: context.hostedZoneId,
        SetIdentifier: region,
        Failover: role,
        AliasTarget: {
          DNSName: { 'Fn::GetAtt': [expect.stringContaining('PublicDomainName'), 'RegionalDomainName'] },
          HostedZoneId: { 'Fn::GetAtt': [expect.stringContaining('PublicDomainName'), 'RegionalHostedZoneId'] },
        },
      });
      const [check] = (record['HealthCheckId'] as { 'Fn::GetAtt': [string] })['Fn::GetAtt'];
      expect(resources[check]?.Properties?.['HealthCheckConfig']).toMatchObject({
        Type: 'CALCULATED',
        HealthThreshold: 2,
      });
    }
  });

  it('is told as an output', () => {
    expect(template.toJSON()['Outputs'].PublicUrl.Value).toBe('https://files.example.com');
  });
});

it('leaves neither region waiting for the other', () => {
  expect(standby.text).not.toContain('Fn::ImportValue');
  expect([primary.dependencies, standby.dependencies]).toEqual([
    plain.primary.dependencies,
    plain.standby.dependencies,
  ]);
});
