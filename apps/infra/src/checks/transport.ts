import type { TemplateJson } from './physical-names';
import { type NamedResource, resourcesOf, valuesAt } from './setting';
import { type Statement, statementsOf } from './statements';

/** What is reached over the network by a policy of its own: type, the type of its policy, where that names it. */
const REACHED = [
  ['AWS::S3::Bucket', 'AWS::S3::BucketPolicy', 'Bucket.Ref'],
  ['AWS::SQS::Queue', 'AWS::SQS::QueuePolicy', 'Queues.*.Ref'],
  ['AWS::SNS::Topic', 'AWS::SNS::TopicPolicy', 'Topics.*.Ref'],
] as const;

const LEAST_TLS = 1.2;

const isEverybody = (principal: unknown) => principal === '*' || (principal as { readonly AWS?: unknown }).AWS === '*';

/** A refusal of everybody under a condition; AWS's own services come by TLS too. */
const refuses = (statement: Statement, operator: string, key: string, holds: (value: unknown) => boolean) =>
  statement.effect === 'Deny' && isEverybody(statement.principal) && holds(statement.conditions[operator]?.[key]);

function breachesOf([logicalId, { Type }]: NamedResource, statements: readonly Statement[]) {
  const tls = statements.some((one) => refuses(one, 'Bool', 'aws:SecureTransport', (value) => value === 'false'));
  const version = statements.some((one) =>
    refuses(one, 'NumericLessThan', 's3:TlsVersion', (value) => Number(value) >= LEAST_TLS),
  );
  return [
    ...(tls ? [] : [`${logicalId} can be reached without TLS: refuse it in its policy (aws:SecureTransport).`]),
    ...(version || Type !== 'AWS::S3::Bucket'
      ? []
      : [`${logicalId} can be reached by TLS below ${LEAST_TLS}: refuse it in its policy (s3:TlsVersion).`]),
  ];
}

/** Buckets, queues and topics that answer without TLS, and buckets that answer an old one. */
export function transportBreaches(template: TemplateJson): readonly string[] {
  const statements = statementsOf(template);
  return REACHED.flatMap(([type, policyType, names]) =>
    resourcesOf(template, type).flatMap((resource) => {
      const policies = resourcesOf(template, policyType)
        .filter(([, { Properties }]) => valuesAt(Properties, names).includes(resource[0]))
        .map(([logicalId]) => `${logicalId}.`);
      return breachesOf(
        resource,
        statements.filter(({ place }) => policies.some((policy) => place.startsWith(policy))),
      );
    }),
  );
}
