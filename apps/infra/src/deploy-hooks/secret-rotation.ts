import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { CfnRotationSchedule } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import type { PipelineNames } from '@pipeline/runtime-contract';
import type { PipelineConfig } from '../config/pipeline-config';
import type { MonitoredFunction } from '../monitoring/function-alarms';
import type { PermissionBoundary } from '../security/permission-boundary';
import type { PipelineSecret } from '../security/pipeline-secret';
import { HookFunction } from './hook-function';

export interface SecretRotationProps {
  readonly names: PipelineNames;
  readonly config: PipelineConfig;
  readonly secret: PipelineSecret;
  readonly boundary: PermissionBoundary;
  readonly code: string;
}

/** Each step of a rotation is a few calls of Secrets Manager. */
const TIMEOUT_SECONDS = 60;

/** Appends a key to the secret by a schedule. Where the secret is made; its replica follows. */
export class SecretRotation extends Construct {
  readonly watched: MonitoredFunction;

  constructor(scope: Construct, id: string, { names, config, secret, boundary, code }: SecretRotationProps) {
    super(scope, id);
    const rotation = new HookFunction(this, 'Function', {
      names: names.secretRotation,
      description: 'Appends a key to the secret of the pipeline',
      handler: 'rotateSecret',
      timeout: Duration.seconds(TIMEOUT_SECONDS),
      statements: [
        new PolicyStatement({
          sid: 'RotateSecret',
          actions: [
            'secretsmanager:DescribeSecret',
            'secretsmanager:GetSecretValue',
            'secretsmanager:PutSecretValue',
            'secretsmanager:UpdateSecretVersionStage',
          ],
          resources: [secret.secretArn],
        }),
      ],
      config: config.processing,
      boundary,
      code,
    });
    this.watched = {
      subject: 'secret-rotation',
      functionName: names.secretRotation.function,
      timeoutSeconds: TIMEOUT_SECONDS,
      onDataPath: false,
    };
    const permission = new CfnPermission(this, 'SecretsManagerInvokes', {
      action: 'lambda:InvokeFunction',
      functionName: rotation.functionName,
      principal: 'secretsmanager.amazonaws.com',
      sourceAccount: Stack.of(this).account,
      sourceArn: secret.secretArn,
    });
    // Natively: the library would grant the role by a policy that has no name.
    const schedule = new CfnRotationSchedule(this, 'Schedule', {
      secretId: secret.secretArn,
      rotationLambdaArn: rotation.functionArn,
      rotationRules: { automaticallyAfterDays: config.security.secretRotationDays },
      // A deployment is no reason for a new key.
      rotateImmediatelyOnUpdate: false,
    });
    schedule.addResourceDependency(permission);
  }
}
