import { checkAuditing } from './check-auditing';
import { checkBucketNames } from './check-bucket-names';
import { checkFailover } from './check-failover';
import { checkGovernance } from './check-governance';
import { checkIngestion } from './check-ingestion';
import { checkLimits } from './check-limits';
import { checkLogRetention } from './check-log-retention';
import { checkMonitoring } from './check-monitoring';
import { checkNetwork } from './check-network';
import { checkProcessing } from './check-processing';
import { checkStorage } from './check-storage';
import type { PipelineConfig } from './pipeline-config';

/** The mistakes of a configuration, one sentence each: the knob, its value, what it must be and why. */
export function checkConfig(config: PipelineConfig): readonly string[] {
  return [
    ...(config.primaryRegion === config.standbyRegion
      ? [`standbyRegion is ${config.standbyRegion}, the primary region: choose another one.`]
      : []),
    ...checkLimits(config),
    ...checkNetwork(config.network),
    ...checkLogRetention(config),
    ...checkIngestion(config),
    ...checkStorage(config),
    ...checkProcessing(config),
    ...checkAuditing(config),
    ...checkFailover(config.failover),
    ...checkMonitoring(config),
    ...checkGovernance(config),
    ...checkBucketNames(config),
  ];
}
