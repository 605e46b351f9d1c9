import { Fn, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Auditing } from './auditing/auditing';
import type { Bundles } from './bundles';
import type { NotificationRule } from './config/notification-rules';
import type { PipelineConfig } from './config/pipeline-config';
import { regionNames } from './config/region-names';
import { ReplicaStream } from './deploy-hooks/replica-stream';
import { SecretRotation } from './deploy-hooks/secret-rotation';
import { ActiveRegion } from './failover/active-region';
import { FailoverRole } from './failover/failover-role';
import { PublicDomain } from './failover/public-domain';
import { Gateway } from './gateway/gateway';
import { Sentinel, watchedSentinel } from './failover/sentinel';
import { COSTS_REGION, Costs } from './governance/costs';
import { Trail } from './governance/trail';
import { IngestQueues } from './ingestion/ingest-queues';
import { Monitoring } from './monitoring/monitoring';
import { Network } from './network/network';
import { Processor } from './processing/processor';
import { PermissionBoundary } from './security/permission-boundary';
import { PipelineSecret } from './security/pipeline-secret';
import { StackOutputs } from './stack-outputs';
import { AccessLogBucket } from './storage/access-log-bucket';
import { IngestionBucket } from './storage/ingestion-bucket';
import { ProcessedTable } from './storage/processed-table';

export interface TapStackProps {
  readonly config: PipelineConfig;
  readonly region: string;
  readonly rules: readonly NotificationRule[];
  readonly code: Bundles;
}

/**
 * The pipeline of one region, in the order of the data. Regions meet in the global table only, and know each other's
 * resources by name: no stack refers to another.
 */
export class TapStack extends Stack {
  constructor(scope: Construct, { config, region, rules, code }: TapStackProps) {
    const { environment, primaryRegion, standbyRegion, storage } = config;
    const names = regionNames(config, region);
    const isPrimary = region === primaryRegion;
    const otherRegion = isPrimary ? standbyRegion : primaryRegion;
    const otherNames = regionNames(config, otherRegion);
    super(scope, names.stack, {
      stackName: names.stack,
      env: { region },
      description: `Serverless data pipeline (${environment}), ${isPrimary ? 'primary' : 'standby'} region`,
      terminationProtection: config.protect,
    });

    const boundary = new PermissionBoundary(this, 'PermissionBoundary', names);
    const operations = {
      boundary: new PermissionBoundary(this, 'OperationsBoundary', { permissionBoundary: names.operationsBoundary }),
    };
    const hooks = { ...operations, code: code['deploy-hooks'] };

    const network = new Network(this, 'Network', { names, config, region, ...hooks });

    // Before the bucket, which S3 configures only for a queue that lets it send.
    const queues = new IngestQueues(this, 'Ingest', { names, config: config.ingestion });
    const accessLogs = new AccessLogBucket(this, 'AccessLogBucket', { names, config: storage });
    const bucket = new IngestionBucket(this, 'IngestionBucket', {
      names,
      otherNames,
      config: storage,
      accessLogs,
      rules,
      queue: queues.queue,
    });

    const tableArn = this.formatArn({ service: 'dynamodb', resource: 'table', resourceName: names.processedTable });
    const processor = new Processor(this, 'Processor', {
      names,
      config,
      region,
      queues,
      bucketArn: bucket.bucketArn,
      tableArn,
      network,
      boundary,
      code: code.processor,
    });

    const gateway = new Gateway(this, 'Gateway', {
      names,
      config,
      region,
      queues,
      bucketArn: bucket.bucketArn,
      tableArn,
      network,
      boundary,
      code: code.gateway,
    });

    const watched = [processor.watched, gateway.watched, watchedSentinel(names)];
    let streamArn: string;

    if (isPrimary) {
      const table = new ProcessedTable(this, 'ProcessedTable', { names, config });
      // No message is taken before there are a table to write to and the keys to write with.
      const secret = new PipelineSecret(this, 'PipelineSecret', { names, standbyRegion: config.standbyRegion });
      processor.mapping.node.addDependency(table, secret);
      const rotation = { names, config, secret, ...hooks };
      watched.push(new SecretRotation(this, 'SecretRotation', rotation).watched);
      streamArn = table.streamArn;
    } else {
      const replica = { names, tableArn, config: config.processing, ...hooks };
      streamArn = new ReplicaStream(this, 'ReplicaStream', replica).streamArn;
    }

    const auditing = new Auditing(this, 'Auditing', {
      names,
      config,
      region,
      accessLogs,
      tableArn,
      streamArn,
      network,
      boundary,
      code: code['stream-auditor'],
    });
    watched.push(auditing.watched);

    new FailoverRole(this, 'FailoverRole', { names, otherNames, bucketArn: bucket.bucketArn, ...operations });

    const monitoring = new Monitoring(this, 'Monitoring', {
      config,
      region,
      functions: watched,
      apiId: gateway.api.apiId,
      audit: auditing.watchedAudit,
    });
    new Sentinel(this, 'Sentinel', {
      names,
      otherNames,
      config,
      region,
      otherRegion,
      bucketArn: bucket.bucketArn,
      tableArn,
      queues,
      mapping: processor.mapping,
      notifications: monitoring.notifications,
      ...operations,
      code: code.sentinel,
    });

    const activeRegion = new ActiveRegion(this, 'ActiveRegion', {
      config,
      region,
      network,
      apiHost: gateway.api.host,
      availability: monitoring.availability,
    });
    const { domain } = config.failover;
    const publicDomain =
      domain &&
      new PublicDomain(this, 'PublicDomain', {
        domain,
        region,
        role: isPrimary ? 'PRIMARY' : 'SECONDARY',
        api: gateway.api,
        healthCheckId: activeRegion.healthCheckIdOf(region),
      });

    const buckets = [names.ingestionBucket, names.auditBucket];
    const trail = new Trail(this, 'Trail', { names, config, region, accessLogs, buckets });
    if (region === COSTS_REGION) {
      new Costs(this, 'Costs', { names, config: config.governance, notifications: monitoring.notifications });
    }

    new StackOutputs(this, 'Outputs', environment, {
      ingestionBucketName: bucket.bucketName,
      ingestionBucketArn: bucket.bucketArn,
      ingestQueueUrl: queues.queue.queueUrl,
      ingestQueueArn: queues.queue.queueArn,
      deadLetterQueueUrl: queues.deadLetters.queueUrl,
      deadLetterQueueArn: queues.deadLetters.queueArn,
      processedTableName: names.processedTable,
      processedTableArn: tableArn,
      processorFunctionName: processor.function.functionName,
      processorFunctionArn: processor.function.functionArn,
      processorLogGroupName: names.processorLogGroup,
      gatewayUrl: gateway.api.url,
      gatewayApiId: gateway.api.apiId,
      pipelineSecretName: names.pipelineSecret,
      vpcId: network.vpc.vpcId,
      subnetIds: network.subnets.map(({ subnetId }) => subnetId).join(','),
      dashboardName: names.regionDashboard,
      auditorFunctionName: auditing.auditor.function.functionName,
      auditorFunctionArn: auditing.auditor.function.functionArn,
      tableStreamArn: streamArn,
      auditBucketName: auditing.bucket.bucketName,
      auditBucketArn: auditing.bucket.bucketArn,
      auditFailureBucketName: auditing.failures.bucketName,
      auditDatabaseName: names.auditDatabase,
      auditWorkGroupName: names.auditWorkGroup,
      trailBucketName: trail.bucket.bucketName,
      notificationTopicArn: monitoring.notifications.topic.topicArn,
      sentinelFunctionName: names.sentinelFunction,
      sentinelLogGroupName: names.sentinelLogGroup,
      breakerMappingId: processor.mapping.eventSourceMappingId,
      primaryHealthCheckId: activeRegion.healthCheckIdOf(primaryRegion),
      ...(publicDomain ? { publicUrl: publicDomain.url } : {}),
    });
  }

  /** Left to the deployment: the library would ask AWS, and a synthesis needs no account. */
  override get availabilityZones(): string[] {
    return [0, 1, 2].map((zone) => Fn.select(zone, Fn.getAzs()));
  }
}
