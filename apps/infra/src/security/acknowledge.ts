import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * The rule sets that a rule is in, by the form of its name: `AwsSolutions-S1` of that pack, `s3_bucket_…_check` of
 * CloudFormation Guard, any other one of both the NIST 800-53 and the HIPAA pack of cdk-nag, which share most of theirs.
 */
function findings(rule: string): readonly string[] {
  if (rule.startsWith('AwsSolutions-')) return [`AwsSolutions::${rule}`];
  if (rule.endsWith('_check')) return [`cdk-validator-cfnguard::${rule}`];
  return ['NIST.800.53.R5', 'HIPAA.Security'].map((pack) => `${pack}::${pack}-${rule}`);
}

/** Says of one resource why rules are not followed. `checks/rule-packs.spec.ts` finds a rule that is followed after all. */
export function acknowledge(resource: IConstruct, reason: string, ...rules: readonly string[]): void {
  Validations.of(resource).acknowledge(...rules.flatMap(findings).map((id) => ({ id, reason })));
}
