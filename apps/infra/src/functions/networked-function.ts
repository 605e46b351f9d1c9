import { ArnFormat, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Peer, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { IRole } from 'aws-cdk-lib/aws-iam';
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
import type { Construct } from 'constructs';
import type { ProcessingConfig, ReservedConcurrency } from '../config/pipeline-config';
import type { Network } from '../network/network';
import { acknowledge } from '../security/acknowledge';
import { functionLog } from './function-log';

/** The alias that is called: an operator can point it at an earlier version within seconds. */
const LIVE = 'live';

/** What a role has to know of its function, which is made after it. */
export interface OwnArns {
  readonly logGroupArn: string;
  readonly functionArn: string;
}

export interface NetworkedFunctionProps {
  readonly functionName: string;
  readonly logGroupName: string;
  readonly securityGroupName: string;
  /** `The processor`. */
  readonly subject: string;
  readonly description: string;
  /** Ends the sentence "Its log holds …". */
  readonly logHolds: string;
  /** What bounds its concurrency where none is reserved, and who hears of a failure: a sentence each. */
  readonly bounded: string;
  readonly failuresGo: string;
  readonly memoryMiB: number;
  readonly timeoutSeconds: number;
  readonly reservedConcurrency?: ReservedConcurrency;
  readonly environment: Record<string, string>;
  readonly role: (own: OwnArns) => IRole;
  readonly processing: ProcessingConfig;
  readonly network: Network;
  /** Directory of the built bundle, whose entry is `index.js`. */
  readonly code: string;
}

/** A function on the way of the data, in the network, with its log, its role and its security group beside it in its scope. */
export class NetworkedFunction extends Function {
  readonly live: Alias;

  constructor(scope: Construct, id: string, props: NetworkedFunctionProps) {
    const { functionName, processing, network, reservedConcurrency: reserved = 'none' } = props;
    const logGroup = functionLog(scope, {
      logGroupName: props.logGroupName,
      retentionDays: processing.logRetentionDays,
      holds: props.logHolds,
    });
    const functionArn = Stack.of(scope).formatArn({
      service: 'lambda',
      resource: 'function',
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      resourceName: functionName,
    });
    const role = props.role({ logGroupArn: logGroup.logGroupArn, functionArn });
    const securityGroup = new SecurityGroup(scope, 'SecurityGroup', {
      vpc: network.vpc,
      securityGroupName: props.securityGroupName,
      description: `${props.subject}: TLS to the endpoints of the network`,
      allowAllOutbound: false,
    });
    // To any address: S3 and DynamoDB have public ones, and the network has routes to those two only.
    securityGroup.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'TLS to the endpoints');
    super(scope, id, {
      functionName,
      description: props.description,
      runtime: new Runtime(processing.lambdaRuntime, RuntimeFamily.NODEJS),
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(props.code),
      memorySize: props.memoryMiB,
      timeout: Duration.seconds(props.timeoutSeconds),
      ...(reserved === 'none' ? {} : { reservedConcurrentExecutions: reserved }),
      environment: props.environment,
      role,
      logGroup,
      vpc: network.vpc,
      vpcSubnets: { subnets: [...network.subnets] },
      securityGroups: [securityGroup],
      // Earlier versions stay, to point the alias back at; that of a failed deployment goes, or Lambda would refuse the next
      // try: it publishes no version of what is published already.
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE },
    });
    // Natively: the library would grant the role more than its own policy says.
    if (processing.tracing) (this.node.defaultChild as CfnFunction).tracingConfig = { mode: 'Active' };
    if (reserved === 'none') acknowledge(this, props.bounded, 'LambdaConcurrency');
    acknowledge(this, props.failuresGo, 'LambdaDLQ');
    this.live = new Alias(scope, 'Live', { aliasName: LIVE, version: this.currentVersion as IVersion });
  }
}
