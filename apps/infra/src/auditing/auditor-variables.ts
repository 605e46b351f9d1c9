import { type AuditorEnvironment, METRICS_NAMESPACE, type PipelineNames } from '@pipeline/runtime-contract';
import type { PipelineConfig } from '../config/pipeline-config';

export interface AuditorVariablesProps {
  readonly names: PipelineNames;
  readonly config: PipelineConfig;
  /** The region of the stack. */
  readonly region: string;
}

/** What the stream-auditor learns of its surroundings: those of its own region only. */
export function auditorVariables({ names, config, region }: AuditorVariablesProps): AuditorEnvironment {
  const { auditing, processing } = config;
  return {
    TABLE_NAME: names.processedTable,
    TABLE_REGION: region,
    AUDIT_BUCKET: names.auditBucket,
    DIGEST_GRACE_MINUTES: auditing.digestGraceMinutes,
    DIGEST_LOOKBACK_HOURS: auditing.digestLookbackHours,
    MAX_REPAIRS_IN_FLIGHT: auditing.maxRepairsInFlight,
    POWERTOOLS_SERVICE_NAME: names.auditorFunction,
    POWERTOOLS_METRICS_NAMESPACE: METRICS_NAMESPACE,
    POWERTOOLS_LOG_LEVEL: processing.logLevel,
  };
}
