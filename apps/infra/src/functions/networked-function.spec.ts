import { resourcesOf, valueAt, valuesAt } from '../checks/setting';
import { type SynthesisedStack, synthesise } from '../testing/synthesise';

const { primary, standby } = synthesise();
const reserved = synthesise({ reservedConcurrency: '20' });
const traced = synthesise({ tracing: 'true' });

const NETWORKED = ['serverless-data-processor-prod', 'serverless-gateway-prod', 'serverless-stream-auditor-prod'];

const functionsOf = ({ resources }: SynthesisedStack) =>
  resourcesOf({ Resources: resources }, 'AWS::Lambda::Function').filter(([, one]) => valueAt(one, 'VpcConfig'));
const reservedOf = (stack: SynthesisedStack) =>
  functionsOf(stack).map(([, one]) => [valueAt(one, 'FunctionName'), valueAt(one, 'ReservedConcurrentExecutions')]);

describe.each([primary, standby])('the functions in the network of $region', (stack) => {
  const { resources } = stack;
  const functions = functionsOf(stack);

  it('are those on the way of the data', () => {
    expect(functions.map(([, one]) => valueAt(one, 'FunctionName')).sort()).toEqual(NETWORKED);
  });

  it('reach the endpoints by TLS and nothing else, each through a security group of its own', () => {
    const groups = functions.map(([, one]) => valuesAt(one.Properties, 'VpcConfig.SecurityGroupIds.*')).flat();
    const ids = groups.map((group) => (group as { 'Fn::GetAtt': [string, string] })['Fn::GetAtt'][0]);
    expect(new Set(ids).size).toBe(NETWORKED.length);
    for (const id of ids) {
      expect(resources[id]?.Properties?.['SecurityGroupIngress']).toBeUndefined();
      expect(resources[id]?.Properties?.['SecurityGroupEgress']).toEqual([
        { CidrIp: '0.0.0.0/0', IpProtocol: 'tcp', FromPort: 443, ToPort: 443, Description: 'TLS to the endpoints' },
      ]);
    }
  });

  it('are called by an alias, of a version that stays', () => {
    const aliases = resourcesOf({ Resources: resources }, 'AWS::Lambda::Alias');
    expect(aliases.map(([, alias]) => valueAt(alias, 'Name'))).toEqual(NETWORKED.map(() => 'live'));
    for (const [, alias] of aliases) {
      const [version] = valuesAt(alias.Properties, 'FunctionVersion.Fn::GetAtt') as [[string, string]];
      expect(resources[version[0]]).toMatchObject({
        Type: 'AWS::Lambda::Version',
        DeletionPolicy: 'RetainExceptOnCreate',
        Properties: { FunctionName: valueAt(alias, 'FunctionName') },
      });
    }
  });
});

describe('of what the context adds', () => {
  it('a reservation is for the processor alone, whose messages it would throttle', () => {
    expect(Object.fromEntries(reservedOf(primary))).toEqual(
      Object.fromEntries(NETWORKED.map((name) => [name, undefined])),
    );
    expect(Object.fromEntries(reservedOf(reserved.primary))).toEqual({
      ...Object.fromEntries(NETWORKED.map((name) => [name, undefined])),
      'serverless-data-processor-prod': 20,
    });
  });

  it('traces are of each of them', () => {
    for (const [, one] of functionsOf(traced.primary))
      expect(valueAt(one, 'TracingConfig')).toEqual({ Mode: 'Active' });
    for (const [, one] of functionsOf(primary)) expect(valueAt(one, 'TracingConfig')).toBeUndefined();
  });
});
