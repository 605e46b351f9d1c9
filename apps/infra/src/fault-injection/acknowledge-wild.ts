import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { acknowledge } from '../security/acknowledge';

/** The finding that the rules have for a resource: they write a reference as `<it>`. */
const finding = (resource: string, account: string) =>
  `AwsSolutions-IAM5[Resource::${resource.replaceAll(account, '<AWS::AccountId>')}]`;

/** Says of a role, or of its boundary, why its grants name resources by pattern: one finding for each of them. */
export function acknowledgeWild(holder: IConstruct, grants: readonly PolicyStatement[], account: string): void {
  const resources = new Set(grants.flatMap((grant) => grant.resources));
  const wild = [...resources].filter((resource) => resource.includes('*'));
  acknowledge(
    holder,
    'What is changed has the tags of the pipeline, or that of what AWS FIS made itself; its ids are known to nobody before.',
    ...wild.filter((resource) => resource !== '*').map((resource) => finding(resource, account)),
  );
  if (!wild.includes('*')) return;
  acknowledge(
    holder,
    'Descriptions and the delivery of its log, for which these services know no narrower resource.',
    finding('*', account),
  );
}
