import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { PipelineConfig } from '../config/pipeline-config';
import { regionNames } from '../config/region-names';
import { Alarms } from './alarms';
import { addAuditAlarms, type WatchedAudit } from './audit-alarms';
import { globalDashboard, regionDashboard } from './dashboards';
import type { ShownRegion } from './data-stages';
import { addFunctionAlarms, type MonitoredFunction } from './function-alarms';
import { addGatewayAlarms } from './gateway-alarms';
import { NotificationTopic } from './notification-topic';
import { addProtectionAlarm, addQueueAlarms, addRowAlarms, addTableAlarms } from './pipeline-alarms';
import { RegionMetrics } from './region-metrics';
import { SavedQueries } from './saved-queries';
import { addSentinelAlarms, regionAvailabilityAlarm } from './sentinel-alarms';

export interface MonitoringProps {
  readonly config: PipelineConfig;
  readonly region: string;
  readonly functions: readonly MonitoredFunction[];
  readonly audit: WatchedAudit;
  /** Id of the region's HTTP API. */
  readonly apiId: string;
}

/** What people see of a region, and when they are told: alarms and their topic, dashboards, queries. */
export class Monitoring extends Construct {
  readonly notifications: NotificationTopic;
  /** On while a region does not answer, as this one sees it. */
  readonly availability: (region: string) => Alarm;

  constructor(scope: Construct, id: string, { config, region, functions, apiId, audit }: MonitoringProps) {
    super(scope, id);
    const regions = [config.primaryRegion, config.standbyRegion];
    const shown = (of: string): ShownRegion => {
      const names = regionNames(config, of);
      const otherRegion = regions.find((other) => other !== of) ?? of;
      return { names, metrics: new RegionMetrics(names, of), otherRegion };
    };
    const here = shown(region);
    const { names, metrics } = here;

    this.notifications = new NotificationTopic(this, 'Notifications', { names, emails: config.monitoring.emails });
    const alarms = new Alarms(this, 'Alarms', {
      environment: config.environment,
      topic: this.notifications.topic,
      runbook: config.monitoring.runbook,
    });
    for (const watched of functions) addFunctionAlarms(alarms, watched, metrics, config.monitoring);
    addGatewayAlarms(alarms, apiId, metrics, config.monitoring);
    addQueueAlarms(alarms, { names, config, metrics });
    addTableAlarms(alarms, { names, config, metrics });
    addRowAlarms(alarms, { names, config, metrics });
    addAuditAlarms(alarms, audit, metrics);
    addProtectionAlarm(alarms, { names, config, metrics });
    addSentinelAlarms(alarms, names.sentinelFunction, regions, metrics);
    alarms.addCritical();
    this.availability = (of) => alarms.node.findChild(regionAvailabilityAlarm(of)) as Alarm;

    regionDashboard(this, 'RegionDashboard', here, alarms.all);
    // One for both regions, in one of them: dashboards belong to the account.
    if (region === config.primaryRegion) {
      globalDashboard(this, 'GlobalDashboard', names.globalDashboard, regions.map(shown));
    }
    new SavedQueries(this, 'Queries', names, config.environment);
  }
}
