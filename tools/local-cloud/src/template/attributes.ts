import { createHash } from 'node:crypto';
import { apiId } from '../apigateway/api-id';
import { secretArn } from '../secretsmanager/secret-arn';

/** Where resources are: what their ARNs and URLs are made of. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  /** `http://127.0.0.1:<port>`, under which all services of the region answer. */
  readonly endpoint: string;
}

/** What `Ref` and `Fn::GetAtt` give for a resource of one type, from its physical name. */
interface ResourceAttributes {
  /** The property that holds the physical name. */
  readonly nameProperty: string;
  /** The property that says whose the resource is, if its name is `<that>:<name>`. */
  readonly ownerProperty?: string;
  readonly ref: (name: string, place: Place) => string;
  readonly attributes: Readonly<Record<string, (name: string, place: Place) => string>>;
}

/** The account of everything that runs on this machine. */
export const ACCOUNT = '000000000000';

const byName = (name: string) => name;
const arn =
  (service: string, resource = '') =>
  (name: string, { partition, region, account }: Place) =>
    `arn:${partition}:${service}:${region}:${account}:${resource}${name}`;
const iamArn =
  (kind: string) =>
  (name: string, { partition, account }: Place) =>
    `arn:${partition}:iam::${account}:${kind}/${name}`;

/** Of an integration of an HTTP API. */
export const integrationId = (name: string): string => stableUuid(name).slice(0, 7);

export const bucketArn = (name: string, { partition }: Pick<Place, 'partition'>) => `arn:${partition}:s3:::${name}`;
export const queueArn = arn('sqs');
export const tableArn = arn('dynamodb', 'table/');

/** Streams are born in 2026; the year's milliseconds. */
const YEAR_MS = 365 * 24 * 60 * 60 * 1000;

/**
 * A table's stream. Its label, in AWS the instant of its birth, is here an instant of its own for each table and region,
 * the same at each boot: nobody can make one replica's ARN from another's.
 */
export function streamArn(table: string, place: Place): string {
  const arnOfTable = tableArn(table, place);
  const draw = createHash('sha256').update(arnOfTable).digest().readUIntBE(0, 6);
  const label = new Date(Date.UTC(2026, 0) + (draw % YEAR_MS)).toISOString().slice(0, -1);
  return `${arnOfTable}/stream/${label}`;
}

export const functionArn = arn('lambda', 'function:');
export const roleArn = iamArn('role');
export const alarmArn = arn('cloudwatch', 'alarm:');
export const topicArn = arn('sns');
export const ruleArn = arn('events', 'rule/');
export const queueUrl = (name: string, { endpoint, account }: Pick<Place, 'endpoint' | 'account'>) =>
  `${endpoint}/${account}/${name}`;

/** An identity in the form of a UUID that is the same at each boot. */
export function stableUuid(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

const zoneId = (name: string): string => `Z${stableUuid(name).replaceAll('-', '').slice(0, 20).toUpperCase()}`;

/**
 * Of emulated resources, and of those that the roles and variables of functions usually name.
 * Source: "Return values" of each type in the CloudFormation template reference.
 */
export const resourceAttributes: Readonly<Record<string, ResourceAttributes>> = {
  'AWS::S3::Bucket': {
    nameProperty: 'BucketName',
    ref: byName,
    attributes: {
      Arn: bucketArn,
      DomainName: (name) => `${name}.s3.amazonaws.com`,
      RegionalDomainName: (name, { region }) => `${name}.s3.${region}.amazonaws.com`,
    },
  },
  'AWS::SQS::Queue': {
    nameProperty: 'QueueName',
    ref: queueUrl,
    attributes: { Arn: queueArn, QueueName: byName, QueueUrl: queueUrl },
  },
  'AWS::DynamoDB::GlobalTable': {
    nameProperty: 'TableName',
    ref: byName,
    attributes: { Arn: tableArn, StreamArn: streamArn },
  },
  'Custom::ReplicaStream': { nameProperty: 'TableName', ref: streamArn, attributes: { StreamArn: streamArn } },
  'AWS::Lambda::Function': { nameProperty: 'FunctionName', ref: byName, attributes: { Arn: functionArn } },
  'AWS::Lambda::Alias': {
    nameProperty: 'Name',
    ownerProperty: 'FunctionName',
    ref: functionArn,
    attributes: { AliasArn: functionArn },
  },
  'AWS::Lambda::EventSourceMapping': {
    nameProperty: '',
    ref: stableUuid,
    attributes: {
      Id: stableUuid,
      EventSourceMappingArn: (name, place) => arn('lambda', 'event-source-mapping:')(stableUuid(name), place),
    },
  },
  'AWS::IAM::Role': { nameProperty: 'RoleName', ref: byName, attributes: { Arn: roleArn } },
  'AWS::IAM::ManagedPolicy': {
    nameProperty: 'ManagedPolicyName',
    ref: iamArn('policy'),
    attributes: { PolicyArn: iamArn('policy') },
  },
  'AWS::Logs::LogGroup': {
    nameProperty: 'LogGroupName',
    ref: byName,
    attributes: { Arn: (name, place) => `${arn('logs', 'log-group:')(name, place)}:*` },
  },
  'AWS::SecretsManager::Secret': { nameProperty: 'Name', ref: secretArn, attributes: { Id: secretArn } },
  'AWS::ApiGatewayV2::Api': {
    nameProperty: 'Name',
    ref: (name, { region }) => apiId(name, region),
    attributes: {
      ApiId: (name, { region }) => apiId(name, region),
      // Its host of a deployment; here it answers where `/_local/status` says.
      ApiEndpoint: (name, { region }) => `https://${apiId(name, region)}.execute-api.${region}.amazonaws.com`,
    },
  },
  'AWS::ApiGatewayV2::Integration': { nameProperty: '', ref: integrationId, attributes: {} },
  'AWS::ApiGatewayV2::Stage': { nameProperty: 'StageName', ref: byName, attributes: {} },
  // Neither is made here; a public record is an alias of the name.
  'AWS::ApiGatewayV2::DomainName': {
    nameProperty: 'DomainName',
    ref: byName,
    attributes: {
      RegionalDomainName: (name, { region }) => `d-${stableUuid(name).slice(-10)}.execute-api.${region}.amazonaws.com`,
      RegionalHostedZoneId: (name) => `Z${stableUuid(name).slice(-12).toUpperCase()}`,
    },
  },
  'AWS::CertificateManager::Certificate': {
    nameProperty: '',
    ref: (name, place) => arn('acm', 'certificate/')(stableUuid(name), place),
    attributes: {},
  },
  // Nothing is encrypted here; a policy of a function may name the key.
  'AWS::KMS::Key': {
    nameProperty: '',
    ref: stableUuid,
    attributes: { Arn: (name, place) => arn('kms', 'key/')(stableUuid(name), place) },
  },
  // The network itself is not emulated; a policy of a function may name its default group.
  'AWS::EC2::VPC': {
    nameProperty: '',
    ref: (name) => `vpc-${stableUuid(name).slice(-12)}`,
    attributes: { DefaultSecurityGroup: (name) => `sg-${stableUuid(name).slice(-12)}` },
  },
  'AWS::Events::Rule': { nameProperty: 'Name', ref: byName, attributes: { Arn: ruleArn } },
  'AWS::CloudWatch::Alarm': { nameProperty: 'AlarmName', ref: byName, attributes: { Arn: alarmArn } },
  'AWS::CloudWatch::CompositeAlarm': { nameProperty: 'AlarmName', ref: alarmArn, attributes: { Arn: alarmArn } },
  'AWS::Route53::HostedZone': { nameProperty: '', ref: zoneId, attributes: { Id: zoneId } },
  'AWS::Route53::HealthCheck': { nameProperty: '', ref: stableUuid, attributes: { HealthCheckId: stableUuid } },
  'AWS::SNS::Topic': {
    nameProperty: 'TopicName',
    ref: topicArn,
    attributes: { TopicArn: topicArn, TopicName: byName },
  },
};

/** The name that CloudFormation would make up, without its random part: the same at each boot. */
export function generatedName(type: string, stackName: string, logicalId: string): string {
  const name = `${stackName}-${logicalId}`;
  return type === 'AWS::S3::Bucket' ? name.toLowerCase().slice(0, 63) : name.slice(0, 64);
}
