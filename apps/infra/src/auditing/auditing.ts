import { Construct } from 'constructs';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { WatchedAudit } from '../monitoring/audit-alarms';
import type { MonitoredFunction } from '../monitoring/function-alarms';
import type { Network } from '../network/network';
import type { PermissionBoundary } from '../security/permission-boundary';
import { AuditBucket } from './audit-bucket';
import { AuditFailureBucket } from './audit-failure-bucket';
import type { AuditorVariablesProps } from './auditor-variables';
import { DigestSchedule } from './digest-schedule';
import { StreamAuditor } from './stream-auditor';
import { TrailCatalog } from './trail-catalog';

export interface AuditingProps extends AuditorVariablesProps {
  readonly accessLogs: Bucket;
  readonly tableArn: string;
  /** Of this region's replica. */
  readonly streamArn: string;
  readonly network: Network;
  readonly boundary: PermissionBoundary;
  /** Directory of the built bundle of apps/stream-auditor. */
  readonly code: string;
}

/** From the table's stream to the audit trail, and to whoever asks it. */
export class Auditing extends Construct {
  readonly bucket: AuditBucket;
  readonly failures: AuditFailureBucket;
  readonly auditor: StreamAuditor;
  readonly watched: MonitoredFunction;
  readonly watchedAudit: WatchedAudit;

  constructor(scope: Construct, id: string, { accessLogs, ...props }: AuditingProps) {
    super(scope, id);
    const { names, config, region } = props;
    this.bucket = new AuditBucket(this, 'Bucket', { names, config, accessLogs });
    this.failures = new AuditFailureBucket(this, 'FailureBucket', { names, config, accessLogs });
    this.auditor = new StreamAuditor(this, 'Auditor', { ...props, bucket: this.bucket, failures: this.failures });
    this.watched = this.auditor.watched;
    this.watchedAudit = {
      auditor: names.auditorFunction,
      mappingId: this.auditor.mapping.eventSourceMappingId,
    };
    new DigestSchedule(this, 'DigestSchedule', {
      names,
      auditor: this.auditor.function.live,
      graceMinutes: config.auditing.digestGraceMinutes,
    });
    new TrailCatalog(this, 'Catalog', { names, environment: config.environment, region, bucket: this.bucket });
  }
}
