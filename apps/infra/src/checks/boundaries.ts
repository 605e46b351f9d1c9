import { named } from './grants';
import type { TemplateJson } from './physical-names';
import { resourcesOf, valueAt } from './setting';
import { type Statement, statementsOf } from './statements';

/** Characters of a managed policy, spaces between its members not counted (IAM quotas). */
const MOST_CHARACTERS = 6_144;

/** What a reference is at most once deployed: the ARN of a log group with a long name. */
const REFERENCE = 'arn:aws:logs:us-east-1:123456789012:log-group:serverless-the-longest-name-of-ours-logs-staging:*';
const PSEUDO: Readonly<Record<string, string>> = { 'AWS::AccountId': '123456789012', 'AWS::Partition': 'aws' };

/** A policy about as it is once deployed. */
function deployed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(deployed);
  if (typeof value !== 'object' || value === null) return value;
  const [[name, inner] = ['', undefined], ...others] = Object.entries(value);
  if (others.length > 0) return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, deployed(one)]));
  if (name === 'Ref') return PSEUDO[String(inner)] ?? REFERENCE;
  if (name === 'Fn::GetAtt') return REFERENCE;
  if (name === 'Fn::Join')
    return ((inner as [string, unknown[]])[1] ?? []).map((part) => String(deployed(part))).join('');
  return { [name]: deployed(inner) };
}

/** One action on one resource each: a boundary puts together what several roles are granted. */
const singleGrants = ({ actions, resources, conditions }: Statement): readonly string[] =>
  actions.flatMap((action) => resources.map((resource) => JSON.stringify([action, resource, conditions])));

/** A role without a boundary, or a boundary that allows anything else than the roles that have it are granted. */
export function boundaryBreaches(template: TemplateJson): readonly string[] {
  const roles = resourcesOf(template, 'AWS::IAM::Role');
  const boundaryOf = new Map(roles.map(([id, role]) => [id, valueAt(role, 'PermissionsBoundary.Ref')]));
  const granted = statementsOf(template).filter(
    ({ type, principal, effect }) => type === 'AWS::IAM::Role' && principal === undefined && effect === 'Allow',
  );
  const grantedUnder = (boundary: string) =>
    granted.filter(({ place }) => boundaryOf.get(place.replace(/\..*/, '')) === boundary);
  return [
    ...roles
      .filter(([id]) => boundaryOf.get(id) === undefined)
      .map(([id]) => `${id} has no permission boundary: give it one of its region.`),
    ...resourcesOf(template, 'AWS::IAM::ManagedPolicy').flatMap(([id, policy]) => {
      const bounded = statementsOf(template).filter(({ place }) => place.startsWith(`${id}.`));
      const under = grantedUnder(id);
      const [anyRole, boundary] = [new Set(under.flatMap(singleGrants)), new Set(bounded.flatMap(singleGrants))];
      const characters = JSON.stringify(deployed(valueAt(policy, 'PolicyDocument'))).length;
      return [
        ...(characters > MOST_CHARACTERS
          ? [`${id} has about ${characters} characters and IAM takes ${MOST_CHARACTERS}: give some roles another one.`]
          : []),
        ...bounded
          .filter((statement) => !singleGrants(statement).every((grant) => anyRole.has(grant)))
          .map((statement) => `${named(statement)} allows what no role is granted: take it from the boundary.`),
        ...under
          .filter((statement) => !singleGrants(statement).every((grant) => boundary.has(grant)))
          .map((statement) => `${named(statement)} is not in the boundary, so it has no effect: include it.`),
      ];
    }),
  ];
}
