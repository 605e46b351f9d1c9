import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** What Lambda does in the role's name to bring a function into a network; EC2 knows no narrower resource (Lambda Developer Guide). */
const NETWORK_INTERFACES = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

/** Lets Lambda bring a function into the network. */
export const joinNetwork = (): PolicyStatement =>
  new PolicyStatement({ sid: 'JoinNetwork', actions: NETWORK_INTERFACES, resources: ['*'] });

/** Lambda may handle network interfaces in the role's name; the function's own code may not. */
export const codeLeavesNetworkAlone = (functionArn: string): PolicyStatement =>
  new PolicyStatement({
    sid: 'CodeLeavesNetworkAlone',
    effect: Effect.DENY,
    actions: NETWORK_INTERFACES,
    resources: ['*'],
    // Of any version: AWS does not say whether the ARN ends in the one that runs.
    conditions: { ArnEquals: { 'lambda:SourceFunctionArn': [functionArn, `${functionArn}:*`] } },
  });

/** Lets a function write to the log group that is its own, which the stack has made. */
export const writeLogs = (logGroupArn: string): PolicyStatement =>
  new PolicyStatement({
    sid: 'WriteLogs',
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [logGroupArn],
  });

/** X-Ray knows no resource to which traces are sent. */
export const sendTraces = (): PolicyStatement =>
  new PolicyStatement({
    sid: 'SendTraces',
    actions: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
    resources: ['*'],
  });
