import { physicalName } from '@pipeline/runtime-contract';
import type { PipelineConfig } from '../config/pipeline-config';

/** The outages that can be made in a real account; each is what a local drill of the same name does. */
export const experimentNames = [
  'table-outage',
  'bucket-outage',
  'queue-outage',
  'region-outage',
  'replication-pause',
] as const;
export type ExperimentName = (typeof experimentNames)[number];

export interface FaultNames {
  readonly stack: string;
  readonly logGroup: string;
  readonly logPolicy: string;
  readonly permissionBoundary: string;
  readonly role: (experiment: ExperimentName) => string;
  readonly policy: (experiment: ExperimentName) => string;
  /** A template has no name but a tag. */
  readonly template: (experiment: ExperimentName) => string;
}

/** Names of stacks and of IAM are global, so those of the standby region carry the region. */
export function faultNames({ environment, primaryRegion }: PipelineConfig, region: string): FaultNames {
  const local = (resource: string) => physicalName(resource, environment);
  const global = (resource: string) => local(region === primaryRegion ? resource : `${resource}-${region}`);
  return {
    stack: global('fault-injection'),
    logGroup: local('fault-injection-logs'),
    logPolicy: local('fault-injection-log-policy'),
    permissionBoundary: global('fault-injection-boundary'),
    role: (experiment) => global(`${experiment}-role`),
    policy: (experiment) => global(`${experiment}-policy`),
    template: (experiment) => local(experiment),
  };
}
