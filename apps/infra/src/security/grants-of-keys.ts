import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';

/**
 * Refuses to hand a key on. Only services of AWS may make a grant, for what they encrypt (AWS Control Tower,
 * CT.KMS.PR.3); a grant outlives the permission of whoever made it.
 */
export const refuseGrants = (): PolicyStatement =>
  new PolicyStatement({
    sid: 'NobodyHandsOn',
    effect: Effect.DENY,
    principals: [new AnyPrincipal()],
    actions: ['kms:CreateGrant'],
    resources: ['*'],
    conditions: { BoolIfExists: { 'kms:GrantIsForAWSResource': 'false', 'aws:PrincipalIsAWSService': 'false' } },
  });
