import { ManagedPolicy, type PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { PipelineNames } from '@pipeline/runtime-contract';

/**
 * The most that any role under it may do: exactly what these roles are granted, together. A grant that somebody adds to a
 * role by hand, or by another stack, is without effect. A managed policy takes 6,144 characters (IAM quotas): a region has
 * two, one for the way of the data and one for whoever watches over it.
 */
export class PermissionBoundary extends ManagedPolicy {
  private readonly sids = new Set<string>();

  constructor(scope: Construct, id: string, names: Pick<PipelineNames, 'permissionBoundary'>) {
    super(scope, id, {
      managedPolicyName: names.permissionBoundary,
      description: 'The most that any role of the pipeline in this region may do',
    });
  }

  /** To be called by each role with all that it is granted. */
  include(statements: readonly PolicyStatement[]): void {
    for (const statement of statements) {
      const included = statement.copy();
      // Roles name their statements alike, and a policy takes a name once.
      if (included.sid !== undefined && this.sids.has(included.sid)) included.sid = undefined;
      if (included.sid !== undefined) this.sids.add(included.sid);
      this.addStatements(included);
    }
  }
}
