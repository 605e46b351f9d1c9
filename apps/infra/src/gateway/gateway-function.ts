import { ArnFormat, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Peer, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import {
  Alias,
  Architecture,
  type CfnFunction,
  Code,
  Function,
  type IVersion,
  Runtime,
  RuntimeFamily,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import {
  encodeEnvironment,
  type GatewayEnvironment,
  gatewayEnvironment,
  METRICS_NAMESPACE,
  type PipelineNames,
} from '@pipeline/runtime-contract';
import type { PipelineConfig } from '../config/pipeline-config';
import type { IngestQueues } from '../ingestion/ingest-queues';
import type { Network } from '../network/network';
import { acknowledge } from '../security/acknowledge';
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

const LIVE = 'live';

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

/** The function behind the API, its role and its log. It runs in the network, so that `/health` takes the way of the data. */
export class GatewayFunction extends Construct {
  readonly live: Alias;

  constructor(scope: Construct, id: string, props: GatewayFunctionProps) {
    super(scope, id);
    const { names, config, network } = props;
    const { gateway, processing } = config;

    const logGroup = new LogGroup(this, 'Log', {
      logGroupName: names.gatewayLogGroup,
      retention: processing.logRetentionDays,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    const role = new GatewayRole(this, 'Role', {
      names,
      bucketArn: props.bucketArn,
      tableArn: props.tableArn,
      queueArn: props.queues.queue.queueArn,
      logGroupArn: logGroup.logGroupArn,
      functionArn: Stack.of(this).formatArn({
        service: 'lambda',
        resource: 'function',
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        resourceName: names.gatewayFunction,
      }),
      tracing: processing.tracing,
      boundary: props.boundary,
    });
    const securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      vpc: network.vpc,
      securityGroupName: names.gatewaySecurityGroup,
      description: 'The gateway: TLS to the endpoints of the network',
      allowAllOutbound: false,
    });
    // To any address: S3 and DynamoDB have public ones, and the network has routes to those two only.
    securityGroup.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'TLS to the endpoints');
    const handler = new Function(this, 'Function', {
      functionName: names.gatewayFunction,
      description: 'Signs uploads, says what became of files, and whether the region works',
      runtime: new Runtime(processing.lambdaRuntime, RuntimeFamily.NODEJS),
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(props.code),
      memorySize: gateway.memoryMiB,
      timeout: Duration.seconds(gateway.timeoutSeconds),
      environment: encodeEnvironment(gatewayEnvironment, gatewayVariables(props)),
      role,
      logGroup,
      vpc: network.vpc,
      vpcSubnets: { subnets: [...network.subnets] },
      securityGroups: [securityGroup],
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE },
    });
    // Natively: the library would grant the role more than its own policy says.
    if (processing.tracing) (handler.node.defaultChild as CfnFunction).tracingConfig = { mode: 'Active' };
    this.live = new Alias(this, 'Live', { aliasName: LIVE, version: handler.currentVersion as IVersion });

    acknowledge(
      handler,
      'The throttle of the API bounds it; to reserve fails in an account whose limit is 10.',
      'LambdaConcurrency',
    );
    acknowledge(handler, 'Nothing invokes it asynchronously: whoever asks gets the answer.', 'LambdaDLQ');
    acknowledge(
      logGroup,
      'Encrypted under the key of CloudWatch Logs; holds no value of a row and no signed URL.',
      'CloudWatchLogGroupEncrypted',
      'cloudwatch_log_group_encrypted_check',
    );
  }
}
