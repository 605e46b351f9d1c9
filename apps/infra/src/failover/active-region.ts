import { Tags } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnHealthCheck, CfnHostedZone, CfnRecordSet } from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import { ACTIVE_REGION_RECORD, ACTIVE_REGION_ZONE, HEALTH_PATH, physicalName } from '@pipeline/runtime-contract';
import type { PipelineConfig } from '../config/pipeline-config';
import type { Network } from '../network/network';

export interface ActiveRegionProps {
  readonly config: PipelineConfig;
  /** The region of the stack. */
  readonly region: string;
  readonly network: Network;
  /** Public host of this region's API, which Route 53 asks from outside. */
  readonly apiHost: string;
  /** On while a region is not there, as the sentinel of this region sees it. */
  readonly availability: (region: string) => Alarm;
}

/**
 * Which region takes files, as a TXT record of this region's network: the primary while it is healthy, else the standby.
 * Everything is there before it is needed: a failover is an answer of Route 53's data plane, and no call of ours. Each
 * region judges both by its own sentinel, so the two zones may disagree while the regions are parted; writes converge.
 */
export class ActiveRegion extends Construct {
  readonly zoneId: string;
  private readonly judging = new Map<string, string>();

  constructor(scope: Construct, id: string, { config, region, network, apiHost, availability }: ActiveRegionProps) {
    super(scope, id);
    const { primaryRegion, standbyRegion, failover } = config;
    const zone = new CfnHostedZone(this, 'Zone', {
      name: ACTIVE_REGION_ZONE,
      hostedZoneConfig: { comment: `Which region takes files, as ${region} sees it` },
      vpcs: [{ vpcId: network.vpc.vpcId, vpcRegion: region }],
    });
    const named = (check: string, properties: CfnHealthCheck.HealthCheckConfigProperty) => {
      const made = new CfnHealthCheck(this, check, { healthCheckConfig: properties });
      // Health checks have no other name.
      Tags.of(made).add('Name', physicalName(`health-${check.toLowerCase()}`, config.environment));
      return made.attrHealthCheckId;
    };

    const answers = named('Api', {
      type: 'HTTPS',
      fullyQualifiedDomainName: apiHost,
      port: 443,
      resourcePath: HEALTH_PATH,
      enableSni: true,
      requestInterval: failover.healthCheckSeconds,
      failureThreshold: failover.healthCheckFailures,
    });
    for (const { of, role } of [
      { of: primaryRegion, role: 'PRIMARY' },
      { of: standbyRegion, role: 'SECONDARY' },
    ]) {
      const seen = named(`Sentinel-${of}`, {
        type: 'CLOUDWATCH_METRIC',
        // By reference: Route 53 refuses an alarm that is not there yet.
        alarmIdentifier: { name: availability(of).alarmName, region },
        // A sentinel that says nothing is none.
        insufficientDataHealthStatus: 'Unhealthy',
      });
      // Of the other region's API only the other stack knows the host.
      const children = of === region ? [seen, answers] : [seen];
      const healthCheckId = named(`Region-${of}`, {
        type: 'CALCULATED',
        childHealthChecks: children,
        healthThreshold: children.length,
      });
      this.judging.set(of, healthCheckId);
      new CfnRecordSet(this, role, {
        hostedZoneId: zone.attrId,
        name: ACTIVE_REGION_RECORD,
        type: 'TXT',
        ttl: String(failover.dnsTtlSeconds),
        resourceRecords: [JSON.stringify(of)],
        setIdentifier: of,
        failover: role,
        healthCheckId,
      });
    }
    this.zoneId = zone.attrId;
  }

  /** The id of the check that judges a region, as this one sees it. @throws Error for a region of another pipeline */
  healthCheckIdOf(region: string): string {
    const id = this.judging.get(region);
    if (id === undefined) throw new Error(`No check judges ${region}: it is neither primary nor standby.`);
    return id;
  }
}
