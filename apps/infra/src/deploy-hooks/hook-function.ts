import type { Duration } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function, Runtime, RuntimeFamily } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { HookNames } from '@pipeline/runtime-contract';
import type { ProcessingConfig } from '../config/pipeline-config';
import { functionLog } from '../functions/function-log';
import { acknowledge } from '../security/acknowledge';
import { writeLogs } from '../security/function-grants';
import { FunctionRole } from '../security/function-role';
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
    const logGroup = functionLog(scope, {
      logGroupName: names.logGroup,
      retentionDays: config.logRetentionDays,
      holds: 'no value of a row and no key',
    });
    const grants = [...props.statements, writeLogs(logGroup.logGroupArn)];
    const role = new FunctionRole(scope, 'Role', {
      roleName: names.role,
      policyName: names.policy,
      description: props.description,
      grants,
      boundary,
    });
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
    acknowledge(this, 'It calls AWS only, and no data passes it.', 'LambdaInsideVPC', 'lambda_inside_vpc_check');
    acknowledge(
      this,
      'Called once, by a deployment or a rotation, which hears of a failure and tries again.',
      'LambdaConcurrency',
      'LambdaDLQ',
    );
  }
}
