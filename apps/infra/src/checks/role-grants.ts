import type { TemplateJson } from './physical-names';
import { type Locality, resourceText } from './resource-text';
import { resourcesOf, valueAt } from './setting';
import { statementsOf } from './statements';

/**
 * All that each role may do, statement by statement: `<sid>: <actions> on <resources>`. One action more is one line more
 * here, which somebody has to read.
 */
const GRANTED: Readonly<Record<string, readonly string[]>> = {
  'serverless-flow-log-role': [
    'WriteFlowLogs: logs:CreateLogStream logs:DescribeLogStreams logs:PutLogEvents on NetworkFlowLogsLog',
  ],
  'serverless-default-group-role': [
    'TakeRules: ec2:RevokeSecurityGroupEgress ec2:RevokeSecurityGroupIngress on arn:aws:ec2:<region>:<account>:security-group/NetworkVpc7FB7348F.DefaultSecurityGroup',
    'WriteLogs: logs:CreateLogStream logs:PutLogEvents on NetworkClosedDefaultGroupLog',
  ],
  'serverless-secret-rotation-role': [
    'RotateSecret: secretsmanager:DescribeSecret secretsmanager:GetSecretValue secretsmanager:PutSecretValue secretsmanager:UpdateSecretVersionStage on PipelineSecret',
    'WriteLogs: logs:CreateLogStream logs:PutLogEvents on SecretRotationLog',
  ],
  'serverless-failover-role': [
    'FindFiles: s3:ListBucket s3:ListBucketVersions on IngestionBucket if StringLike s3:prefix incoming/*',
    'ReadFiles: s3:GetObject s3:GetObjectVersion on IngestionBucket/incoming/*',
    'HandOver: s3:PutObject on OtherIngestionBucket/adopted/*',
  ],
  'serverless-replica-stream-role': [
    'LookAtTable: dynamodb:DescribeTable on arn:aws:dynamodb:<region>:<account>:table/serverless-processed-data',
    'WriteLogs: logs:CreateLogStream logs:PutLogEvents on ReplicaStreamLog',
  ],
  'serverless-stream-auditor-role': [
    'ReadStream: dynamodb:DescribeStream dynamodb:GetRecords dynamodb:GetShardIterator on arn:aws:dynamodb:<region>:<account>:table/serverless-processed-data/stream/*',
    'FindStream: dynamodb:ListStreams on *',
    'WriteTrail: s3:PutObject on AuditingBucket/digests/* AuditingBucket/entries/*',
    'ReadDigests: s3:GetObject on AuditingBucket/digests/*',
    'ListTrail: s3:ListBucket on AuditingBucket if StringLike s3:prefix digests/* entries/*',
    'KeepFailures: s3:PutObject on AuditingFailureBucket/*',
    'FindFailures: s3:ListBucket on AuditingFailureBucket',
    'Repair: dynamodb:PutItem on arn:aws:dynamodb:<region>:<account>:table/serverless-processed-data',
    'WriteLogs: logs:CreateLogStream logs:PutLogEvents on AuditingAuditorLog',
    'JoinNetwork: ec2:AssignPrivateIpAddresses ec2:CreateNetworkInterface ec2:DeleteNetworkInterface ec2:DescribeNetworkInterfaces ec2:DescribeSubnets ec2:UnassignPrivateIpAddresses on *',
    'CodeLeavesNetworkAlone: refused ec2:AssignPrivateIpAddresses ec2:CreateNetworkInterface ec2:DeleteNetworkInterface ec2:DescribeNetworkInterfaces ec2:DescribeSubnets ec2:UnassignPrivateIpAddresses on * if ArnEquals lambda:SourceFunctionArn arn:aws:lambda:<region>:<account>:function:serverless-stream-auditor arn:aws:lambda:<region>:<account>:function:serverless-stream-auditor:*',
  ],
  'serverless-gateway-role': [
    'TakeUploads: s3:AbortMultipartUpload s3:PutObject on IngestionBucket/incoming/*',
    'SeeIncoming: s3:ListBucket on IngestionBucket if StringLike s3:prefix incoming/*',
    'ReadItems: dynamodb:BatchGetItem dynamodb:GetItem dynamodb:Query on arn:aws:dynamodb:<region>:<account>:table/serverless-processed-data',
    'FindByStatus: dynamodb:Query on arn:aws:dynamodb:<region>:<account>:table/serverless-processed-data/index/processing-status-index',
    'WriteTickets: dynamodb:PutItem on arn:aws:dynamodb:<region>:<account>:table/serverless-processed-data if ForAllValues:StringLike dynamodb:LeadingKeys upload#*',
    'AskQueue: sqs:GetQueueAttributes on IngestQueue',
    'WriteLogs: logs:CreateLogStream logs:PutLogEvents on GatewayHandlerLog',
    'JoinNetwork: ec2:AssignPrivateIpAddresses ec2:CreateNetworkInterface ec2:DeleteNetworkInterface ec2:DescribeNetworkInterfaces ec2:DescribeSubnets ec2:UnassignPrivateIpAddresses on *',
    'CodeLeavesNetworkAlone: refused ec2:AssignPrivateIpAddresses ec2:CreateNetworkInterface ec2:DeleteNetworkInterface ec2:DescribeNetworkInterfaces ec2:DescribeSubnets ec2:UnassignPrivateIpAddresses on * if ArnEquals lambda:SourceFunctionArn arn:aws:lambda:<region>:<account>:function:serverless-gateway arn:aws:lambda:<region>:<account>:function:serverless-gateway:*',
  ],
  'serverless-sentinel-role': [
    'Beat: dynamodb:GetItem dynamodb:PutItem on arn:aws:dynamodb:<other region>:<account>:table/serverless-processed-data arn:aws:dynamodb:<region>:<account>:table/serverless-processed-data if ForAllValues:StringLike dynamodb:LeadingKeys heartbeat#*, Null dynamodb:LeadingKeys false',
    'ReadReceipts: dynamodb:GetItem on arn:aws:dynamodb:<region>:<account>:table/serverless-processed-data if ForAllValues:StringLike dynamodb:LeadingKeys file#* upload#*, Null dynamodb:LeadingKeys false',
    'EndStalled: dynamodb:UpdateItem on arn:aws:dynamodb:<region>:<account>:table/serverless-processed-data if ForAllValues:StringLike dynamodb:LeadingKeys file#*, Null dynamodb:LeadingKeys false',
    'FindUnfinished: dynamodb:Query on arn:aws:dynamodb:<region>:<account>:table/serverless-processed-data/index/processing-status-index',
    'ProbeBuckets: s3:ListBucket on IngestionBucket OtherIngestionBucket if StringLike s3:prefix incoming/*',
    'Reconcile: s3:ListBucketVersions on IngestionBucket if StringLike s3:prefix incoming/*',
    'ProbeQueues: sqs:GetQueueAttributes on IngestQueue arn:aws:sqs:<other region>:<account>:serverless-ingest-queue',
    'AnnounceFiles: sqs:SendMessage on IngestQueue',
    'HoldBack: lambda:GetEventSourceMapping lambda:ListTags lambda:TagResource lambda:UntagResource lambda:UpdateEventSourceMapping on arn:aws:lambda:<region>:<account>:event-source-mapping:ProcessorIngestMapping',
    'TakeOver: sts:AssumeRole on OtherFailoverRole',
    'TellPeople: sns:Publish on MonitoringNotificationsTopic',
    'EncryptForPeople: kms:Decrypt kms:GenerateDataKey on MonitoringNotificationsKey',
    'WriteLogs: logs:CreateLogStream logs:PutLogEvents on SentinelLog',
  ],
  'serverless-data-processor-role': [
    'ReadFiles: s3:GetObject s3:GetObjectVersion on IngestionBucket/adopted/* IngestionBucket/incoming/*',
    'TellMissingFromForbidden: s3:ListBucket on IngestionBucket if StringLike s3:prefix incoming/* adopted/*',
    'WriteItems: dynamodb:GetItem dynamodb:PutItem dynamodb:UpdateItem on arn:aws:dynamodb:<region>:<account>:table/serverless-processed-data',
    'WorkOffQueue: sqs:ChangeMessageVisibility sqs:DeleteMessage sqs:GetQueueAttributes sqs:ReceiveMessage sqs:SendMessage on IngestQueue',
    'GiveUp: sqs:SendMessage on IngestDeadLetters',
    'ReadKeys: secretsmanager:GetSecretValue on arn:aws:secretsmanager:<region>:<account>:secret:serverless-pipeline-secrets-??????',
    'WriteLogs: logs:CreateLogGroup logs:CreateLogStream logs:PutLogEvents on ProcessorLog',
    'JoinNetwork: ec2:AssignPrivateIpAddresses ec2:CreateNetworkInterface ec2:DeleteNetworkInterface ec2:DescribeNetworkInterfaces ec2:DescribeSubnets ec2:UnassignPrivateIpAddresses on *',
    'CodeLeavesNetworkAlone: refused ec2:AssignPrivateIpAddresses ec2:CreateNetworkInterface ec2:DeleteNetworkInterface ec2:DescribeNetworkInterfaces ec2:DescribeSubnets ec2:UnassignPrivateIpAddresses on * if ArnEquals lambda:SourceFunctionArn arn:aws:lambda:<region>:<account>:function:serverless-data-processor arn:aws:lambda:<region>:<account>:function:serverless-data-processor:*',
  ],
};

/** What is added where a function is traced. */
const GRANTED_TO_TRACED: Readonly<Record<string, readonly string[]>> = {
  'serverless-stream-auditor-role': ['SendTraces: xray:PutTelemetryRecords xray:PutTraceSegments on *'],
  'serverless-gateway-role': ['SendTraces: xray:PutTelemetryRecords xray:PutTraceSegments on *'],
  'serverless-data-processor-role': ['SendTraces: xray:PutTelemetryRecords xray:PutTraceSegments on *'],
};

/** A role that may do something else than the table above says, more or less. */
export function roleBreaches(template: TemplateJson, locality: Locality): readonly string[] {
  const textOf = (value: unknown) => resourceText(value, locality);
  const traced = resourcesOf(template, 'AWS::Lambda::Function').some(
    ([, one]) => valueAt(one, 'TracingConfig.Mode') === 'Active',
  );
  return resourcesOf(template, 'AWS::IAM::Role').flatMap(([logicalId, role]) => {
    const name = textOf(valueAt(role, 'RoleName'));
    const always = GRANTED[name];
    if (always === undefined) return [`${logicalId} is a new role: say in checks/role-grants.ts what ${name} may do.`];
    const listed = [...always, ...(traced ? (GRANTED_TO_TRACED[name] ?? []) : [])];
    const found = statementsOf(template)
      .filter(({ place, principal }) => place.startsWith(`${logicalId}.`) && principal === undefined)
      .map(({ sid, effect, actions, resources, conditions }) => {
        const refuses = effect === 'Deny' ? 'refused ' : '';
        const when = Object.keys(conditions).length > 0 ? ` if ${textOf(conditions)}` : '';
        return `${sid}: ${refuses}${actions.join(' ')} on ${resources.map(textOf).sort().join(' ')}${when}`;
      });
    const managed = valueAt(role, 'ManagedPolicyArns') === undefined ? [] : ['has policies that are not its own'];
    return [
      ...managed.map((what) => `${name} ${what}: name its actions instead.`),
      ...found
        .filter((line) => !listed.includes(line))
        .map((line) => `${name} may do what nobody has listed: "${line}".`),
      ...listed.filter((line) => !found.includes(line)).map((line) => `${name} may no longer do "${line}".`),
    ];
  });
}
