import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { MonitoringConfig } from '../config/pipeline-config';
import type { Alarms } from './alarms';
import type { RegionMetrics } from './region-metrics';

/** Alarms on what callers of the HTTP API see: whatever the function says, they count its answers and wait for them. */
export function addGatewayAlarms(
  alarms: Alarms,
  apiId: string,
  metrics: RegionMetrics,
  config: MonitoringConfig,
): void {
  alarms.add('gateway-server-errors', {
    says: 'The API answers with server faults: files can not be sent, or nobody is told what became of theirs.',
    metric: metrics.httpApi(apiId, '5xx', Stats.SUM),
    threshold: config.maxServerErrors,
    periods: 2,
    critical: true,
  });
  alarms.add('gateway-latency', {
    says: 'One request in a hundred waits longer than a person does.',
    metric: metrics.httpApi(apiId, 'Latency', Stats.percentile(99)),
    threshold: config.maxRequestMs,
    periods: 3,
    critical: false,
  });
}
