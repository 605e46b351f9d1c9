import type { Json, JsonObject } from './load-assembly';
import type { PropertyRules, ResourceReader } from './resource-reader';

export const zoneProperties: PropertyRules = {
  emulated: ['Name', 'VPCs'],
  passive: ['HostedZoneConfig', 'HostedZoneTags'],
  listed: ['QueryLoggingConfig'],
};

export const recordProperties: PropertyRules = {
  emulated: ['Failover', 'HealthCheckId', 'HostedZoneId', 'Name', 'ResourceRecords', 'SetIdentifier', 'TTL', 'Type'],
  passive: ['Comment'],
  // What an alias points to is outside of this machine.
  listed: ['AliasTarget', 'HostedZoneName'],
};

export const healthCheckProperties: PropertyRules = {
  emulated: ['HealthCheckConfig'],
  passive: ['HealthCheckTags'],
  listed: [],
};

/** What Route 53 does for one region's stack: its zone is what a machine in the region's network asks. */
export interface DnsPlan {
  readonly region: string;
  readonly records: readonly PlannedRecord[];
  readonly healthChecks: readonly PlannedHealthCheck[];
}

export interface PlannedRecord {
  /** In lower case, without the dot at its end. */
  readonly name: string;
  readonly type: string;
  readonly ttlSeconds: number;
  readonly values: readonly string[];
  readonly failover?: 'PRIMARY' | 'SECONDARY';
  readonly healthCheckId?: string;
}

export type PlannedHealthCheck = { readonly id: string; readonly label: string; readonly inverted: boolean } & (
  | {
      readonly kind: 'alarm';
      readonly alarm: string;
      readonly region: string;
      readonly insufficientData: 'Healthy' | 'Unhealthy' | 'LastKnownStatus';
    }
  | { readonly kind: 'calculated'; readonly children: readonly string[]; readonly threshold: number }
  | {
      readonly kind: 'https';
      readonly host: string;
      readonly path: string;
      readonly intervalSeconds: number;
      readonly failureThreshold: number;
    }
);

/** A record with values of its own; an alias is undefined. */
export function planRecord(record: ResourceReader): PlannedRecord | undefined {
  if (record.has('AliasTarget')) return undefined;
  const failover = record.text('Failover');
  const healthCheckId = record.text('HealthCheckId');
  return {
    name: record.requiredText('Name').toLowerCase().replace(/\.$/, ''),
    type: record.requiredText('Type'),
    ttlSeconds: record.number('TTL', 0),
    values: record.list<string>('ResourceRecords'),
    ...(failover === 'PRIMARY' || failover === 'SECONDARY' ? { failover } : {}),
    ...(healthCheckId === undefined ? {} : { healthCheckId }),
  };
}

/** Source of defaults: Route 53 API reference, "HealthCheckConfig". */
export function planHealthCheck(check: ResourceReader, id: string): PlannedHealthCheck {
  const config = check.object('HealthCheckConfig') ?? {};
  const text = (value: Json | undefined) => (value === undefined ? '' : String(value));
  const about = { id, label: check.place.path, inverted: config['Inverted'] === true };
  switch (config['Type']) {
    case 'CLOUDWATCH_METRIC': {
      const { Name, Region } = (config['AlarmIdentifier'] ?? {}) as JsonObject;
      const insufficientData = (config['InsufficientDataHealthStatus'] ?? 'LastKnownStatus') as 'LastKnownStatus';
      return { ...about, kind: 'alarm', alarm: text(Name), region: text(Region), insufficientData };
    }
    case 'CALCULATED': {
      const children = (config['ChildHealthChecks'] ?? []) as readonly string[];
      return {
        ...about,
        kind: 'calculated',
        children,
        threshold: Number(config['HealthThreshold'] ?? children.length),
      };
    }
    case 'HTTPS':
      return {
        ...about,
        kind: 'https',
        host: text(config['FullyQualifiedDomainName']),
        path: text(config['ResourcePath'] ?? '/'),
        intervalSeconds: Number(config['RequestInterval'] ?? 30),
        failureThreshold: Number(config['FailureThreshold'] ?? 3),
      };
    default:
      throw check.refusal(
        `its type ${text(config['Type'])} is not emulated.`,
        'Use HTTPS, CALCULATED or CLOUDWATCH_METRIC.',
      );
  }
}
