import type { Alias } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import {
  encodeEnvironment,
  type GatewayEnvironment,
  gatewayEnvironment,
  METRICS_NAMESPACE,
  type PipelineNames,
} from '@pipeline/runtime-contract';
import type { PipelineConfig } from '../config/pipeline-config';
import { NetworkedFunction } from '../functions/networked-function';
import type { IngestQueues } from '../ingestion/ingest-queues';
import type { Network } from '../network/network';
import type { PermissionBoundary } from '../security/permission-boundary';
import { GatewayRole } from './gateway-role';

export interface GatewayFunctionProps {
  readonly names: PipelineNames;
  readonly config: PipelineConfig;
  readonly region: string;
  readonly queues: IngestQueues;
  readonly bucketArn: string;
  readonly tableArn: string;
  readonly network: Network;
  readonly boundary: PermissionBoundary;
  /** Directory of the built bundle, whose entry is `index.js`. */
  readonly code: string;
}

/** What the gateway learns of its surroundings: those of its own region only. */
export function gatewayVariables({ names, config, region, queues }: GatewayFunctionProps): GatewayEnvironment {
  const { gateway, storage, processing } = config;
  return {
    TABLE_NAME: names.processedTable,
    TABLE_REGION: region,
    INGESTION_BUCKET: names.ingestionBucket,
    INGEST_QUEUE_URL: queues.queue.queueUrl,
    STATUS_SHARDS: storage.statusShards,
    TRANSFER_ACCELERATION: storage.transferAcceleration ? 'on' : 'off',
    UPLOAD_URL_SECONDS: gateway.uploadUrlSeconds,
    PART_URL_SECONDS: gateway.partUrlSeconds,
    MULTIPART_DAYS: storage.abortMultipartUploadDays,
    POWERTOOLS_SERVICE_NAME: names.gatewayFunction,
    POWERTOOLS_METRICS_NAMESPACE: METRICS_NAMESPACE,
    POWERTOOLS_LOG_LEVEL: processing.logLevel,
  };
}

/** The function behind the API. It runs in the network, so that `/health` takes the way of the data. */
export class GatewayFunction extends Construct {
  readonly live: Alias;

  constructor(scope: Construct, id: string, props: GatewayFunctionProps) {
    super(scope, id);
    const { names, config } = props;
    const { gateway, processing } = config;
    const handler = new NetworkedFunction(this, 'Function', {
      functionName: names.gatewayFunction,
      logGroupName: names.gatewayLogGroup,
      securityGroupName: names.gatewaySecurityGroup,
      subject: 'The gateway',
      description: 'Signs uploads, says what became of files, and whether the region works',
      logHolds: 'no value of a row and no signed URL',
      bounded: 'The throttle of the API bounds it; to reserve fails in an account whose limit is 10.',
      failuresGo: 'Nothing invokes it asynchronously: whoever asks gets the answer.',
      memoryMiB: gateway.memoryMiB,
      timeoutSeconds: gateway.timeoutSeconds,
      environment: encodeEnvironment(gatewayEnvironment, gatewayVariables(props)),
      role: (own) =>
        new GatewayRole(this, 'Role', {
          ...own,
          names,
          bucketArn: props.bucketArn,
          tableArn: props.tableArn,
          queueArn: props.queues.queue.queueArn,
          tracing: processing.tracing,
          boundary: props.boundary,
        }),
      processing,
      network: props.network,
      code: props.code,
    });
    this.live = handler.live;
  }
}
