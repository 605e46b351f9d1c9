import { CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { OidcProviderNative } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { physicalName, pipelineNames } from '@pipeline/runtime-contract';
import { PermissionBoundary } from '../security/permission-boundary';
import { deliveryNames } from './delivery-names';
import { DeployRole } from './deploy-role';
import { GITHUB_ISSUER, githubEnvironment } from './github-trust';
import { ProbeRole } from './probe-role';
import type { DeliveryConfig } from './read-delivery';

/**
 * Who may deploy one environment from GitHub, without a key that lasts: GitHub's tokens, and a role for each thing that
 * the workflows do. It is deployed by a person, once and on its own; no workflow may change it.
 */
export class DeliveryStack extends Stack {
  constructor(scope: Construct, { pipeline, repository, provider, qualifier }: DeliveryConfig) {
    const { environment, primaryRegion, standbyRegion, storage } = pipeline;
    const names = deliveryNames(environment);
    super(scope, names.stack, {
      stackName: names.stack,
      env: { region: primaryRegion },
      description: `Serverless data pipeline (${environment}), delivery from GitHub`,
      terminationProtection: pipeline.protect,
    });
    const boundary = new PermissionBoundary(this, 'PermissionBoundary', names);

    const issuer =
      provider === 'new'
        ? new OidcProviderNative(this, 'GitHub', {
            url: `https://${GITHUB_ISSUER}`,
            clientIds: ['sts.amazonaws.com'],
            // Other environments of the account go on using it.
            removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
          })
        : OidcProviderNative.fromOidcProviderArn(
            this,
            'GitHub',
            `arn:aws:iam::${this.account}:oidc-provider/${GITHUB_ISSUER}`,
          );
    const trust = githubEnvironment(issuer, repository, environment);

    const regions = [primaryRegion, standbyRegion];
    const deploy = new DeployRole(this, 'DeployRole', { names, regions, qualifier, trust, boundary });
    const probe = new ProbeRole(this, 'ProbeRole', {
      names,
      regions: Object.fromEntries(
        regions.map((region) => [
          region,
          pipelineNames({ environment, region, primaryRegion, bucketSuffix: storage.bucketSuffix }),
        ]),
      ),
      trust,
      boundary,
    });

    for (const [name, role] of Object.entries({ DeployRoleArn: deploy, ProbeRoleArn: probe })) {
      const exportName = physicalName(
        `delivery-${name === 'DeployRoleArn' ? 'deploy' : 'probe'}-role-arn`,
        environment,
      );
      new CfnOutput(this, `${name}Output`, { value: role.roleArn, exportName }).overrideLogicalId(name);
    }
  }
}
