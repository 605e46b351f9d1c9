import { type Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function, Runtime, RuntimeFamily } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { HookNames } from '@pipeline/runtime-contract';
import type { ProcessingConfig } from '../config/pipeline-config';
import { acknowledge } from '../security/acknowledge';
import type { PermissionBoundary } from '../security/permission-boundary';

export interface HookFunctionProps {
  readonly names: HookNames;
  readonly description: string;
  /** Export of the bundle. */
  readonly handler: string;
  readonly timeout: Duration;
  /** All that it may do, besides writing its log. */
  readonly statements: readonly PolicyStatement[];
  readonly config: ProcessingConfig;
  readonly boundary: PermissionBoundary;
  /** Directory of the built bundle, whose entry is `index.js`. */
  readonly code: string;
}

/** A function of apps/deploy-hooks, with its own role and log. It runs outside of the network: it calls AWS, and no data passes it. */
export class HookFunction extends Function {
  constructor(scope: Construct, id: string, props: HookFunctionProps) {
    const { names, config, boundary } = props;
    const logGroup = new LogGroup(scope, 'Log', {
      logGroupName: names.logGroup,
      retention: config.logRetentionDays,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    const statements = [
      ...props.statements,
      new PolicyStatement({
        sid: 'WriteLogs',
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
    ];
    const role = new Role(scope, 'Role', {
      roleName: names.role,
      description: props.description,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
      }),
      inlinePolicies: { [names.policy]: new PolicyDocument({ statements }) },
      permissionsBoundary: boundary,
    });
    boundary.include(statements);
    super(scope, id, {
      functionName: names.function,
      description: props.description,
      runtime: new Runtime(config.lambdaRuntime, RuntimeFamily.NODEJS),
      architecture: Architecture.ARM_64,
      handler: `index.${props.handler}`,
      code: Code.fromAsset(props.code),
      // Enough for the SDK; it waits more than it works.
      memorySize: 256,
      timeout: props.timeout,
      environment: { POWERTOOLS_SERVICE_NAME: names.function, POWERTOOLS_LOG_LEVEL: config.logLevel },
      role,
      logGroup,
    });
    acknowledge(
      role,
      'An inline policy is part of its role and of no other: nobody can attach it elsewhere.',
      'IAMNoInlinePolicy',
    );
    acknowledge(
      logGroup,
      'Encrypted under the key of CloudWatch Logs; holds no value of a row and no key.',
      'CloudWatchLogGroupEncrypted',
      'cloudwatch_log_group_encrypted_check',
    );
    acknowledge(this, 'It calls AWS only, and no data passes it.', 'LambdaInsideVPC', 'lambda_inside_vpc_check');
    acknowledge(
      this,
      'Called once, by a deployment or a rotation, which hears of a failure and tries again.',
      'LambdaConcurrency',
      'LambdaDLQ',
    );
  }
}
