import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** Whose resources an experiment may touch. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  /** Tags that every resource of ours has, and no other. */
  readonly tags: Readonly<Record<string, string>>;
  readonly tableArn: string;
}

/** What AWS FIS puts on all that it makes for the time of an experiment. */
const MADE_BY_FIS = 'managedByFIS';

const arnsOf = ({ partition, region, account }: Place) => ({
  ec2: (resource: string) => `arn:${partition}:ec2:${region}:${account}:${resource}/*`,
  // Lists of the prefixes of services belong to AWS.
  prefixLists: `arn:${partition}:ec2:${region}:aws:prefix-list/*`,
});

const ours = ({ tags }: Place) => ({
  StringEquals: Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:ResourceTag/${key}`, value])),
});
const asked = { [`aws:RequestTag/${MADE_BY_FIS}`]: 'true' };
const making = { StringEquals: asked };
const made = { StringEquals: { [`aws:ResourceTag/${MADE_BY_FIS}`]: 'true' } };

/** Tags come with what they are for, and with nothing that is there already. */
const tagging = (action: string) => ({ StringEquals: { 'ec2:CreateAction': action, ...asked } });

type OneOrMore = string | readonly string[];
const listOf = (given: OneOrMore): string[] => [given].flat();
const allow = (sid: string, actions: OneOrMore, resources: OneOrMore, conditions?: Record<string, unknown>) =>
  new PolicyStatement({
    sid,
    actions: listOf(actions),
    resources: listOf(resources),
    ...(conditions ? { conditions } : {}),
  });

/**
 * `aws:network:disrupt-connectivity`: a copy of a subnet's access list, which denies more, takes its place for a while.
 * Narrower than the policy that AWS manages for it (AWSFaultInjectionSimulatorNetworkAccess): one region, and our subnets.
 */
export function disruptSubnets(place: Place): readonly PolicyStatement[] {
  const { ec2, prefixLists } = arnsOf(place);
  return [
    allow('CopyAccessList', 'ec2:CreateNetworkAcl', ec2('network-acl'), making),
    allow('InOurNetwork', 'ec2:CreateNetworkAcl', ec2('vpc'), ours(place)),
    allow('TagCopies', 'ec2:CreateTags', ec2('network-acl'), tagging('CreateNetworkAcl')),
    allow('DenyInCopies', ['ec2:CreateNetworkAclEntry', 'ec2:DeleteNetworkAcl'], ec2('network-acl'), made),
    // It needs both: which list is free to choose, whose subnet is not. The original has no tag of ours.
    allow('ExchangeAccessList', 'ec2:ReplaceNetworkAclAssociation', ec2('network-acl')),
    allow('OfOurSubnets', 'ec2:ReplaceNetworkAclAssociation', ec2('subnet'), ours(place)),
    allow('ReadPrefixes', 'ec2:GetManagedPrefixListEntries', prefixLists),
    allow(
      'LookAtSubnets',
      ['ec2:DescribeManagedPrefixLists', 'ec2:DescribeNetworkAcls', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs'],
      '*',
    ),
  ];
}

/** `aws:network:disrupt-vpc-endpoint`: a security group that lets nothing in takes the place of an endpoint's for a while. */
export function disruptEndpoints(place: Place): readonly PolicyStatement[] {
  const { ec2 } = arnsOf(place);
  return [
    allow('MakeEmptyGroup', 'ec2:CreateSecurityGroup', ec2('security-group'), making),
    allow('EmptyGroupInOurNetwork', 'ec2:CreateSecurityGroup', ec2('vpc'), ours(place)),
    allow('TagEmptyGroups', 'ec2:CreateTags', ec2('security-group'), tagging('CreateSecurityGroup')),
    allow(
      'EmptyAndRemoveGroup',
      ['ec2:DeleteSecurityGroup', 'ec2:RevokeSecurityGroupEgress'],
      ec2('security-group'),
      made,
    ),
    // It needs both: of the groups the empty one and that of the endpoint, which comes back.
    allow('ExchangeGroup', 'ec2:ModifyVpcEndpoint', ec2('security-group')),
    allow('OfOurEndpoints', 'ec2:ModifyVpcEndpoint', ec2('vpc-endpoint'), ours(place)),
    allow('LookAtEndpoints', ['ec2:DescribeSecurityGroups', 'ec2:DescribeVpcEndpoints'], '*'),
  ];
}

/**
 * `aws:dynamodb:global-table-pause-replication`: the policies of the replica and of its stream refuse DynamoDB's own
 * role, in a statement that ends by itself (`DateLessThan aws:CurrentTime`), whatever becomes of the experiment.
 */
export const pauseReplication = ({ tableArn }: Place): readonly PolicyStatement[] => [
  allow(
    'RefuseReplication',
    ['dynamodb:DeleteResourcePolicy', 'dynamodb:GetResourcePolicy', 'dynamodb:PutResourcePolicy'],
    [tableArn, `${tableArn}/stream/*`],
  ),
  allow('LookAtTable', 'dynamodb:DescribeTable', tableArn),
  allow('FindTable', 'tag:GetResources', '*'),
];

/** Without `logs:PutResourcePolicy`, by which it could open any log to anybody: our own policy lets the delivery write. */
export const deliverLog = (): readonly PolicyStatement[] => [
  allow('DeliverLog', ['logs:CreateLogDelivery', 'logs:DescribeLogGroups', 'logs:DescribeResourcePolicies'], '*'),
];
