import { resourceText } from '../checks/resource-text';
import { resourcesOf, valueAt } from '../checks/setting';
import { statementsOf } from '../checks/statements';
import type { TemplateJson } from '../checks/physical-names';
import { type SynthesisedStack, synthesise } from '../testing/synthesise';

const { faults } = synthesise({ faultInjection: 'true' });

const OURS =
  'StringEquals aws:ResourceTag/project serverless-data-pipeline, aws:ResourceTag/owner data-platform, aws:ResourceTag/cost-center data-platform, aws:ResourceTag/data-classification confidential, aws:ResourceTag/environment prod';
const MADE = 'StringEquals aws:ResourceTag/managedByFIS true';
const MAKING = 'StringEquals aws:RequestTag/managedByFIS true';
const ec2 = (resource: string) => `arn:aws:ec2:<region>:<account>:${resource}/*`;
const table = 'arn:aws:dynamodb:<region>:<account>:table/serverless-processed-data';

const subnets = [
  `ec2:CreateNetworkAcl on ${ec2('network-acl')} if ${MAKING}`,
  `ec2:CreateNetworkAcl on ${ec2('vpc')} if ${OURS}`,
  `ec2:CreateTags on ${ec2('network-acl')} if StringEquals ec2:CreateAction CreateNetworkAcl, aws:RequestTag/managedByFIS true`,
  `ec2:CreateNetworkAclEntry ec2:DeleteNetworkAcl on ${ec2('network-acl')} if ${MADE}`,
  `ec2:ReplaceNetworkAclAssociation on ${ec2('network-acl')}`,
  `ec2:ReplaceNetworkAclAssociation on ${ec2('subnet')} if ${OURS}`,
  'ec2:GetManagedPrefixListEntries on arn:aws:ec2:<region>:aws:prefix-list/*',
  'ec2:DescribeManagedPrefixLists ec2:DescribeNetworkAcls ec2:DescribeSubnets ec2:DescribeVpcs on *',
];
const endpoints = [
  `ec2:CreateSecurityGroup on ${ec2('security-group')} if ${MAKING}`,
  `ec2:CreateSecurityGroup on ${ec2('vpc')} if ${OURS}`,
  `ec2:CreateTags on ${ec2('security-group')} if StringEquals ec2:CreateAction CreateSecurityGroup, aws:RequestTag/managedByFIS true`,
  `ec2:DeleteSecurityGroup ec2:RevokeSecurityGroupEgress on ${ec2('security-group')} if ${MADE}`,
  `ec2:ModifyVpcEndpoint on ${ec2('security-group')}`,
  `ec2:ModifyVpcEndpoint on ${ec2('vpc-endpoint')} if ${OURS}`,
  'ec2:DescribeSecurityGroups ec2:DescribeVpcEndpoints on *',
];
const replication = [
  `dynamodb:DeleteResourcePolicy dynamodb:GetResourcePolicy dynamodb:PutResourcePolicy on ${table} ${table}/stream/*`,
  `dynamodb:DescribeTable on ${table}`,
  'tag:GetResources on *',
];
const log = ['logs:CreateLogDelivery logs:DescribeLogGroups logs:DescribeResourcePolicies on *'];

/** What each role may do, a line a statement, by the role's name. */
function granted({ text, region }: SynthesisedStack): Readonly<Record<string, readonly string[]>> {
  const template = JSON.parse(text) as TemplateJson;
  const textOf = (value: unknown) => resourceText(value, { region, environment: 'prod' });
  return Object.fromEntries(
    resourcesOf(template, 'AWS::IAM::Role').map(([id, role]) => [
      textOf(valueAt(role, 'RoleName')),
      statementsOf(template)
        .filter(({ place, principal }) => place.startsWith(`${id}.`) && principal === undefined)
        .map(({ effect, actions, resources, conditions }) => {
          expect(effect).toBe('Allow');
          const when = Object.keys(conditions).length > 0 ? ` if ${textOf(conditions)}` : '';
          return `${actions.join(' ')} on ${resources.map(textOf).join(' ')}${when}`;
        }),
    ]),
  );
}

describe.each(faults.map((stack) => [stack.region, stack] as const))('the experiments in %s', (_region, stack) => {
  it('may do exactly this', () => {
    expect(granted(stack)).toEqual({
      'serverless-table-outage-role': [...subnets, ...log],
      'serverless-bucket-outage-role': [...subnets, ...log],
      'serverless-queue-outage-role': [...endpoints, ...log],
      'serverless-region-outage-role': [...subnets, ...endpoints, ...replication, ...log],
      'serverless-replication-pause-role': [...replication, ...log],
    });
  });
});
