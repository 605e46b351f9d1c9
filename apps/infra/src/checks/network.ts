import type { TemplateJson } from './physical-names';
import { type Setting, resourcesOf, settingBreaches, valuesAt } from './setting';

const settings: readonly Setting[] = [
  {
    type: 'AWS::EC2::SecurityGroup',
    at: 'SecurityGroupIngress.*.CidrIp',
    is: (value: unknown) => value !== '0.0.0.0/0',
    says: 'narrower than every address',
  },
  {
    type: 'AWS::EC2::SecurityGroup',
    at: 'SecurityGroupIngress.*.CidrIpv6',
    is: undefined,
    says: 'absent: the network has no such addresses',
  },
  {
    type: 'AWS::EC2::VPCEndpoint',
    at: 'PolicyDocument',
    is: (value: unknown) => value !== undefined,
    says: 'said, or the endpoint lets through everything',
  },
];

const WAYS_OUT = ['AWS::EC2::InternetGateway', 'AWS::EC2::NatGateway', 'AWS::EC2::EIP'];

/** Ways into the network, and out of it to anything but the pipeline's own. */
export function networkBreaches(template: TemplateJson): readonly string[] {
  const logged = resourcesOf(template, 'AWS::EC2::FlowLog').flatMap(([, { Properties }]) =>
    valuesAt(Properties, 'ResourceId.Ref'),
  );
  return [
    ...settingBreaches(template, settings),
    ...Object.entries(template.Resources)
      .filter(([, { Type }]) => WAYS_OUT.includes(Type))
      .map(([logicalId, { Type }]) => `${logicalId} is a ${Type}: nothing in the network needs the internet.`),
    ...resourcesOf(template, 'AWS::EC2::VPC')
      .filter(([logicalId]) => !logged.includes(logicalId))
      .map(([logicalId]) => `${logicalId} has no flow logs: add them.`),
  ];
}
