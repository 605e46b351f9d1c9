import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { physicalName } from '@pipeline/runtime-contract';
import type { PipelineConfig } from '../config/pipeline-config';
import { regionNames } from '../config/region-names';
import { PermissionBoundary } from '../security/permission-boundary';
import { acknowledgeWild } from './acknowledge-wild';
import { ExperimentLog } from './experiment-log';
import { ExperimentTemplate } from './experiment-template';
import { allGrants, experiments } from './experiments';
import { type ExperimentName, faultNames } from './fault-names';

export interface FaultInjectionStackProps {
  readonly config: PipelineConfig;
  readonly region: string;
}

/**
 * Alarms that no exercise may turn on, of its region: messages and changes that are given up, since an outage may delay
 * data and never cost any; the other region not there, on which all relies meanwhile; the sentinel silent, since nobody
 * would see the rest. Those that an exercise is to turn on, `critical` among them, are none of these.
 */
const stopAlarms = (otherRegion: string) => [
  'dead-letters',
  'audit-failures',
  `region-availability-${otherRegion}`,
  'sentinel-silent',
];

/** `TableOutage` of `table-outage`. */
const pascal = (name: string) => name.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());

/**
 * Outages on purpose, of one region and in a real account (AWS FIS). A stack of its own: the pipeline's templates know
 * nothing of it, it finds what is theirs by name and tag, and it may come and go. Nothing here happens by itself.
 */
export class FaultInjectionStack extends Stack {
  constructor(scope: Construct, { config, region }: FaultInjectionStackProps) {
    const { environment, primaryRegion, standbyRegion, processing } = config;
    const names = faultNames(config, region);
    super(scope, names.stack, {
      stackName: names.stack,
      env: { region },
      description: `Serverless data pipeline (${environment}), outages on purpose in ${region}`,
    });
    const tags = { ...config.tags, environment };
    const { processedTable } = regionNames(config, region);
    const place = {
      partition: this.partition,
      account: this.account,
      region,
      tags,
      tableArn: this.formatArn({ service: 'dynamodb', resource: 'table', resourceName: processedTable }),
    };
    const boundary = new PermissionBoundary(this, 'PermissionBoundary', names);
    const grants = allGrants(place);
    boundary.include(grants);
    acknowledgeWild(boundary, grants, this.account);
    const log = new ExperimentLog(this, 'Log', { names, retentionDays: processing.logRetentionDays });

    const stops = stopAlarms(region === primaryRegion ? standbyRegion : primaryRegion);
    const { minutes } = config.faultInjection;
    for (const [name, experiment] of Object.entries(experiments({ place, minutes, tracing: processing.tracing }))) {
      const key = name as ExperimentName;
      const { templateId } = new ExperimentTemplate(this, pascal(name), {
        names: { template: names.template(key), role: names.role(key), policy: names.policy(key) },
        experiment,
        stopAlarms: stops.map((alarm) => physicalName(alarm, environment)),
        log,
        tags,
        boundary,
      });
      const exportName = physicalName(`${name}-template-id`, environment);
      new CfnOutput(this, `${pascal(name)}Output`, { value: templateId, exportName }).overrideLogicalId(pascal(name));
    }
  }
}
