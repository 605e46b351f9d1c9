import { Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, type PrincipalBase, Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { PermissionBoundary } from '../security/permission-boundary';
import type { DeliveryNames } from './delivery-names';

export interface DeployRoleProps {
  readonly names: DeliveryNames;
  readonly regions: readonly string[];
  /** Of the bootstrap stacks (`cdk bootstrap --qualifier`). */
  readonly qualifier: string;
  readonly trust: PrincipalBase;
  readonly boundary: PermissionBoundary;
}

/** What the CDK's command line assumes: to deploy, to upload assets, to look things up. The app has no images. */
const BOOTSTRAP_ROLES = ['deploy-role', 'file-publishing-role', 'lookup-role'];

/**
 * Deploys, and may itself do nothing but assume the bootstrap roles of the pipeline's regions; what those may do was
 * decided by whoever bootstrapped the account.
 */
export class DeployRole extends Role {
  constructor(scope: Construct, id: string, { names, regions, qualifier, trust, boundary }: DeployRoleProps) {
    const { account } = Stack.of(scope);
    const statements = [
      new PolicyStatement({
        sid: 'AssumeBootstrapRoles',
        actions: ['sts:AssumeRole'],
        resources: regions.flatMap((region) =>
          BOOTSTRAP_ROLES.map((role) => `arn:aws:iam::${account}:role/cdk-${qualifier}-${role}-${account}-${region}`),
        ),
      }),
    ];
    super(scope, id, {
      roleName: names.deployRole,
      description: 'Deploys the pipeline from GitHub through the bootstrap roles of the CDK',
      assumedBy: trust,
      inlinePolicies: { [names.deployPolicy]: new PolicyDocument({ statements }) },
      permissionsBoundary: boundary,
    });
    boundary.include(statements);
  }
}
