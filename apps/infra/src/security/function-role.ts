import { Stack } from 'aws-cdk-lib';
import { PolicyDocument, type PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge';
import type { PermissionBoundary } from './permission-boundary';

export interface FunctionRoleProps {
  readonly roleName: string;
  readonly policyName: string;
  readonly description: string;
  /** All that it may do; the boundary takes them up. */
  readonly grants: readonly PolicyStatement[];
  /** What it is refused of that, by itself. */
  readonly refusals?: readonly PolicyStatement[];
  readonly boundary: PermissionBoundary;
}

/** The role of a function: taken by Lambda for this account, with one policy of its own. A policy of AWS's would grant more. */
export class FunctionRole extends Role {
  constructor(scope: Construct, id: string, props: FunctionRoleProps) {
    const { grants, refusals = [], boundary } = props;
    super(scope, id, {
      roleName: props.roleName,
      description: props.description,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
      }),
      inlinePolicies: { [props.policyName]: new PolicyDocument({ statements: [...grants, ...refusals] }) },
      permissionsBoundary: boundary,
    });
    boundary.include(grants);
    acknowledge(
      this,
      'An inline policy is part of its role and of no other: nobody can attach it elsewhere.',
      'IAMNoInlinePolicy',
    );
  }
}
