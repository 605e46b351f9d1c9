import { CannotRun } from '../template/cannot-run';
import type { Json, JsonObject } from '../template/load-assembly';
import type { PolicyDocument } from '../template/planned';
import { type Condition, isKnownOperator } from './condition';

/** Patterns, or with `not` all that they do not match. */
export interface Patterns {
  readonly not: boolean;
  readonly patterns: readonly string[];
}

export interface PrincipalPatterns {
  readonly not: boolean;
  /** `*`, account ids, ARNs. */
  readonly aws: readonly string[];
  readonly services: readonly string[];
}

export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  /** Lower case. */
  readonly actions: Patterns;
  /** Absent in a trust policy, whose resource is the role. */
  readonly resources?: Patterns;
  /** Absent in a policy of a role, whose principal is the role. */
  readonly principals?: PrincipalPatterns;
  readonly conditions: readonly Condition[];
}

export interface Policy {
  readonly name: string;
  readonly statements: readonly Statement[];
}

const KNOWN_ELEMENTS = [
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Principal',
  'NotPrincipal',
  'Condition',
];

const listOf = (value: Json | undefined): readonly string[] =>
  value === undefined ? [] : (Array.isArray(value) ? value : [value]).map(String);

/**
 * Reads a policy document as far as the local cloud can evaluate it.
 * @throws CannotRun naming the policy and the element, operator or variable that nobody here evaluates
 */
export function readPolicy({ name, document }: PolicyDocument): Policy {
  const refuse = (what: string): never => {
    throw new CannotRun(
      `The policy ${name} can't be evaluated: ${what} Write it without, or teach tools/local-cloud/src/iam what it means.`,
    );
  };
  const statements = document['Statement'];
  const list = (Array.isArray(statements) ? statements : [statements ?? []].flat()) as readonly JsonObject[];
  return { name, statements: list.map((statement) => readStatement(statement, refuse)) };
}

function readStatement(statement: JsonObject, refuse: (what: string) => never): Statement {
  const unknown = Object.keys(statement).find((element) => !KNOWN_ELEMENTS.includes(element));
  if (unknown) return refuse(`the element ${unknown} is not known.`);
  const effect = statement['Effect'];
  if (effect !== 'Allow' && effect !== 'Deny')
    return refuse(`the effect ${JSON.stringify(effect)} is neither Allow nor Deny.`);
  if (statement['Action'] === undefined && statement['NotAction'] === undefined)
    return refuse('a statement has no Action.');

  const patterns = (element: 'Action' | 'Resource'): Patterns => {
    const not = statement[`Not${element}`];
    return { not: not !== undefined, patterns: listOf(not ?? statement[element]) };
  };
  const actions = patterns('Action');
  const resources = patterns('Resource');
  const principals = readPrincipals(statement);
  const conditions = readConditions((statement['Condition'] ?? {}) as JsonObject, refuse);
  const variable = [...resources.patterns, ...conditions.flatMap(({ values }) => values)].find((text) =>
    text.includes('${'),
  );
  if (variable) return refuse(`the policy variable in "${variable}" is not emulated.`);
  return {
    effect,
    actions: { ...actions, patterns: actions.patterns.map((action) => action.toLowerCase()) },
    ...(resources.patterns.length > 0 ? { resources } : {}),
    ...(principals ? { principals } : {}),
    conditions,
  };
}

function readPrincipals(statement: JsonObject): PrincipalPatterns | undefined {
  const not = statement['NotPrincipal'] !== undefined;
  const principal = statement['NotPrincipal'] ?? statement['Principal'];
  if (principal === undefined) return undefined;
  // Federated and canonical users never call this machine: a statement for them matches nobody.
  if (typeof principal === 'string') return { not, aws: [principal], services: [] };
  const { AWS, Service } = principal as JsonObject;
  return { not, aws: listOf(AWS), services: listOf(Service) };
}

function readConditions(block: JsonObject, refuse: (what: string) => never): readonly Condition[] {
  return Object.entries(block).flatMap(([operator, keys]) => {
    if (!isKnownOperator(operator)) return refuse(`the condition operator ${operator} is not known.`);
    return Object.entries(keys as JsonObject).map(([key, values]) => ({
      operator,
      key: key.toLowerCase(),
      values: listOf(values),
    }));
  });
}
