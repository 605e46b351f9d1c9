import { Fn, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { NotificationRule } from './config/notification-rules';
import type { PipelineConfig } from './config/pipeline-config';
import { regionNames } from './config/region-names';
import { SecretRotation } from './deploy-hooks/secret-rotation';
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
  /** Directories of the built bundles. */
  readonly code: { readonly processor: string; readonly 'deploy-hooks': string };
}

/**
 * The pipeline of one region, in the order of the data. Regions meet in the global table only, and know each other's
 * resources by name: no stack refers to another.
 */
export class TapStack extends Stack {
  constructor(scope: Construct, { config, region, rules, code }: TapStackProps) {
    const { environment, primaryRegion, storage } = config;
    const names = regionNames(config, region);
    const isPrimary = region === primaryRegion;
    super(scope, names.stack, {
      stackName: names.stack,
      env: { region },
      description: `Serverless data pipeline (${environment}), ${isPrimary ? 'primary' : 'standby'} region`,
      terminationProtection: config.protect,
    });

    const boundary = new PermissionBoundary(this, 'PermissionBoundary', names);

    const network = new Network(this, 'Network', { names, config, region, boundary, code: code['deploy-hooks'] });

    // Before the bucket, which S3 configures only for a queue that lets it send.
    const queues = new IngestQueues(this, 'Ingest', { names, config: config.ingestion });
    const accessLogs = new AccessLogBucket(this, 'AccessLogBucket', { names, config: storage });
    const bucket = new IngestionBucket(this, 'IngestionBucket', {
      names,
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

    const watched = [processor.watched];

    if (isPrimary) {
      const table = new ProcessedTable(this, 'ProcessedTable', { names, config });
      // No message is taken before there are a table to write to and the keys to write with.
      const secret = new PipelineSecret(this, 'PipelineSecret', { names, standbyRegion: config.standbyRegion });
      processor.mapping.node.addDependency(table, secret);
      const rotation = { names, config, secret, boundary, code: code['deploy-hooks'] };
      watched.push(new SecretRotation(this, 'SecretRotation', rotation).watched);
    }

    const monitoring = new Monitoring(this, 'Monitoring', { config, region, functions: watched });

    const trail = new Trail(this, 'Trail', { names, config, region, accessLogs, buckets: [names.ingestionBucket] });
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
      pipelineSecretName: names.pipelineSecret,
      vpcId: network.vpc.vpcId,
      subnetIds: network.subnets.map(({ subnetId }) => subnetId).join(','),
      dashboardName: names.regionDashboard,
      trailBucketName: trail.bucket.bucketName,
      notificationTopicArn: monitoring.notifications.topic.topicArn,
    });
  }

  /** Left to the deployment: the library would ask AWS, and a synthesis needs no account. */
  override get availabilityZones(): string[] {
    return [0, 1, 2].map((zone) => Fn.select(zone, Fn.getAzs()));
  }
}
