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

/**
 * `aws:network:disrupt-connectivity`: a copy of a subnet's access list, which denies more, takes its place for a while.
 * Narrower than the policy that AWS manages for it (AWSFaultInjectionSimulatorNetworkAccess): one region, and our subnets.
 */
export function disruptSubnets(place: Place): readonly PolicyStatement[] {
  const { ec2, prefixLists } = arnsOf(place);
  return [
    new PolicyStatement({
      sid: 'CopyAccessList',
      actions: ['ec2:CreateNetworkAcl'],
      resources: [ec2('network-acl')],
      conditions: making,
    }),
    new PolicyStatement({
      sid: 'InOurNetwork',
      actions: ['ec2:CreateNetworkAcl'],
      resources: [ec2('vpc')],
      conditions: ours(place),
    }),
    new PolicyStatement({
      sid: 'TagCopies',
      actions: ['ec2:CreateTags'],
      resources: [ec2('network-acl')],
      conditions: tagging('CreateNetworkAcl'),
    }),
    new PolicyStatement({
      sid: 'DenyInCopies',
      actions: ['ec2:CreateNetworkAclEntry', 'ec2:DeleteNetworkAcl'],
      resources: [ec2('network-acl')],
      conditions: made,
    }),
    // It needs both: which list is free to choose, whose subnet is not. The original has no tag of ours.
    new PolicyStatement({
      sid: 'ExchangeAccessList',
      actions: ['ec2:ReplaceNetworkAclAssociation'],
      resources: [ec2('network-acl')],
    }),
    new PolicyStatement({
      sid: 'OfOurSubnets',
      actions: ['ec2:ReplaceNetworkAclAssociation'],
      resources: [ec2('subnet')],
      conditions: ours(place),
    }),
    new PolicyStatement({
      sid: 'ReadPrefixes',
      actions: ['ec2:GetManagedPrefixListEntries'],
      resources: [prefixLists],
    }),
    new PolicyStatement({
      sid: 'LookAtSubnets',
      actions: ['ec2:DescribeManagedPrefixLists', 'ec2:DescribeNetworkAcls', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs'],
      resources: ['*'],
    }),
  ];
}

/** `aws:network:disrupt-vpc-endpoint`: a security group that lets nothing in takes the place of an endpoint's for a while. */
export function disruptEndpoints(place: Place): readonly PolicyStatement[] {
  const { ec2 } = arnsOf(place);
  return [
    new PolicyStatement({
      sid: 'MakeEmptyGroup',
      actions: ['ec2:CreateSecurityGroup'],
      resources: [ec2('security-group')],
      conditions: making,
    }),
    new PolicyStatement({
      sid: 'EmptyGroupInOurNetwork',
      actions: ['ec2:CreateSecurityGroup'],
      resources: [ec2('vpc')],
      conditions: ours(place),
    }),
    new PolicyStatement({
      sid: 'TagEmptyGroups',
      actions: ['ec2:CreateTags'],
      resources: [ec2('security-group')],
      conditions: tagging('CreateSecurityGroup'),
    }),
    new PolicyStatement({
      sid: 'EmptyAndRemoveGroup',
      actions: ['ec2:DeleteSecurityGroup', 'ec2:RevokeSecurityGroupEgress'],
      resources: [ec2('security-group')],
      conditions: made,
    }),
    // It needs both: of the groups the empty one and that of the endpoint, which comes back.
    new PolicyStatement({
      sid: 'ExchangeGroup',
      actions: ['ec2:ModifyVpcEndpoint'],
      resources: [ec2('security-group')],
    }),
    new PolicyStatement({
      sid: 'OfOurEndpoints',
      actions: ['ec2:ModifyVpcEndpoint'],
      resources: [ec2('vpc-endpoint')],
      conditions: ours(place),
    }),
    new PolicyStatement({
      sid: 'LookAtEndpoints',
      actions: ['ec2:DescribeSecurityGroups', 'ec2:DescribeVpcEndpoints'],
      resources: ['*'],
    }),
  ];
}

/**
 * `aws:dynamodb:global-table-pause-replication`: the policies of the replica and of its stream refuse DynamoDB's own
 * role, in a statement that ends by itself (`DateLessThan aws:CurrentTime`), whatever becomes of the experiment.
 */
export const pauseReplication = ({ tableArn }: Place): readonly PolicyStatement[] => [
  new PolicyStatement({
    sid: 'RefuseReplication',
    actions: ['dynamodb:DeleteResourcePolicy', 'dynamodb:GetResourcePolicy', 'dynamodb:PutResourcePolicy'],
    resources: [tableArn, `${tableArn}/stream/*`],
  }),
  new PolicyStatement({ sid: 'LookAtTable', actions: ['dynamodb:DescribeTable'], resources: [tableArn] }),
  new PolicyStatement({ sid: 'FindTable', actions: ['tag:GetResources'], resources: ['*'] }),
];

/** Without `logs:PutResourcePolicy`, by which it could open any log to anybody: our own policy lets the delivery write. */
export const deliverLog = (): readonly PolicyStatement[] => [
  new PolicyStatement({
    sid: 'DeliverLog',
    actions: ['logs:CreateLogDelivery', 'logs:DescribeLogGroups', 'logs:DescribeResourcePolicies'],
    resources: ['*'],
  }),
];
