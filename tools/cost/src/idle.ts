import type { IdleLine, Resource } from './idle-line';
import { price, priceList } from './prices';
import { sentinelTicks } from './sentinel-ticks';

export interface RegionTemplate {
  readonly region: string;
  readonly resources: readonly Resource[];
}

export interface IdleCost {
  readonly lines: readonly IdleLine[];
  readonly usdPerMonth: number;
  /** Types that nobody has said a price for. */
  readonly unpriced: readonly string[];
}

type Pricing = (properties: Readonly<Record<string, unknown>>) => readonly IdleLine[];

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
const member = (value: unknown, name: string): unknown =>
  (value as Readonly<Record<string, unknown>> | undefined)?.[name];
const monthly = (what: string, usd: number): readonly IdleLine[] => [{ what, usdPerMonth: usd }];

function endpoint(properties: Readonly<Record<string, unknown>>): readonly IdleLine[] {
  // Of a gateway there is no charge, and a gateway is what an endpoint is that doesn't say.
  if (properties['VpcEndpointType'] !== 'Interface') return [];
  const zones = list(properties['SubnetIds']).length;
  return monthly('interface endpoints, per zone', zones * priceList.hoursPerMonth * price('interfaceEndpointHour'));
}

/** Scaled capacity costs its minimum when nothing happens; a table on demand costs nothing then. */
function table(properties: Readonly<Record<string, unknown>>): readonly IdleLine[] {
  if (properties['BillingMode'] !== 'PROVISIONED') return [];
  const replicas = list(properties['Replicas']);
  const indexes = list(properties['GlobalSecondaryIndexes']);
  const least = (settings: unknown, write: boolean): number => {
    const kind = write ? 'Write' : 'Read';
    const scaling = member(
      member(settings, `${kind}ProvisionedThroughputSettings`),
      `${kind}CapacityAutoScalingSettings`,
    );
    return Number(member(scaling, 'MinCapacity') ?? 0);
  };
  const writes = [properties, ...indexes].reduce<number>((sum, settings) => sum + least(settings, true), 0);
  const reads = replicas
    .flatMap((replica) => [replica, ...list(member(replica, 'GlobalSecondaryIndexes'))])
    .reduce<number>((sum, settings) => sum + least(settings, false), 0);
  const hourly = writes * replicas.length * price('writeCapacityHour') + reads * price('readCapacityHour');
  return monthly('provisioned capacity at its minimum', hourly * priceList.hoursPerMonth);
}

function healthCheck(properties: Readonly<Record<string, unknown>>): readonly IdleLine[] {
  const type = String(member(properties['HealthCheckConfig'], 'Type'));
  const https = type.startsWith('HTTPS') ? price('healthCheckHttpsMonth') : 0;
  return monthly('health checks', price('healthCheckMonth') + https);
}

/** An alarm is billed by the metrics it reads. */
function alarm(properties: Readonly<Record<string, unknown>>): readonly IdleLine[] {
  const metrics = list(properties['Metrics']).filter((metric) => member(metric, 'MetricStat') !== undefined).length;
  return monthly('alarms', Math.max(1, metrics) * price('alarmMonth'));
}

const secret: Pricing = (properties) =>
  monthly('secrets and their replicas', (1 + list(properties['ReplicaRegions']).length) * price('secretMonth'));

const free: Pricing = () => [];

/** What a resource costs while nothing happens. What is billed by use costs nothing then. */
const idleOf: Readonly<Record<string, Pricing>> = {
  'AWS::EC2::VPCEndpoint': endpoint,
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::SecretsManager::Secret': secret,
  'AWS::KMS::Key': () => monthly('customer keys', price('keyMonth')),
  'AWS::CloudWatch::Alarm': alarm,
  'AWS::CloudWatch::CompositeAlarm': () => monthly('composite alarms', price('compositeAlarmMonth')),
  'AWS::CloudWatch::Dashboard': () => monthly('dashboards', price('dashboardMonth')),
  'AWS::Route53::HostedZone': () => monthly('hosted zones', price('hostedZoneMonth')),
  'AWS::Route53::HealthCheck': healthCheck,
};

/** Services all of whose other resources are free, or billed by use. */
const FREE_SERVICES = [
  'ApiGatewayV2',
  'ApplicationAutoScaling',
  'Athena',
  'Budgets',
  'CE',
  'CertificateManager',
  'CloudFormation',
  'CloudTrail',
  'CloudWatch',
  'EC2',
  'Events',
  // Experiments are billed by their minutes.
  'FIS',
  'Glue',
  'IAM',
  'KMS',
  'Lambda',
  'Logs',
  'Route53',
  'S3',
  'SNS',
  'SQS',
  'Scheduler',
  'SecretsManager',
];
/** … but these of them are billed by the hour. */
const HOURLY = ['AWS::EC2::NatGateway', 'AWS::EC2::Instance', 'AWS::EC2::EIP', 'AWS::EC2::TransitGateway'];

function pricingOf(type: string): Pricing | undefined {
  if (type in idleOf) return idleOf[type];
  const [vendor, service = ''] = type.split('::');
  // What a function of ours makes while it deploys; what that costs has a resource of its own.
  if (vendor === 'Custom') return free;
  return FREE_SERVICES.includes(service) && !HOURLY.includes(type) ? free : undefined;
}

/** What the stacks cost in a month in which no file comes, by kind of cost and region. */
export function idleCost(templates: readonly RegionTemplate[]): IdleCost {
  const sums = new Map<string, number>();
  const unpriced = new Set<string>();
  for (const { region, resources } of templates) {
    const add = ({ what, usdPerMonth }: IdleLine) => {
      const name = `${what}, ${region}`;
      sums.set(name, (sums.get(name) ?? 0) + usdPerMonth);
    };
    for (const { Type, Properties = {} } of resources) {
      const pricing = pricingOf(Type);
      if (!pricing) unpriced.add(Type);
      for (const line of pricing?.(Properties) ?? []) add(line);
    }
    for (const line of sentinelTicks(resources)) add(line);
  }
  const lines = [...sums]
    .map(([what, usdPerMonth]) => ({ what, usdPerMonth }))
    .filter(({ usdPerMonth }) => usdPerMonth > 0);
  return {
    lines,
    usdPerMonth: lines.reduce((sum, line) => sum + line.usdPerMonth, 0),
    unpriced: [...unpriced].sort(),
  };
}
