import type { TemplateJson } from './physical-names';

/** A statement of any policy in a template: of an identity, of a resource, or of who may take a role. */
export interface Statement {
  /** `<logical id>.<property>`, where the policy stands. */
  readonly place: string;
  readonly type: string;
  readonly sid: string;
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly unknown[];
  /** Service principals, such as `s3.amazonaws.com`. */
  readonly services: readonly string[];
  readonly principal: unknown;
  /** Operator → key → value. */
  readonly conditions: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;
const listOf = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as unknown[]) : [value];
const textsOf = (value: unknown) => listOf(value).map(String);

/** Policy documents at any depth, with the property in which each stands. */
function documents(value: unknown, property: string): readonly (readonly [string, readonly unknown[]])[] {
  if (!isObject(value)) return [];
  if (Array.isArray(value['Statement'])) return [[property, value['Statement']]];
  return Object.entries(value).flatMap(([name, inner]) =>
    documents(inner, Array.isArray(value) ? `${property}[${name}]` : name),
  );
}

function readStatement(statement: Json, place: string, type: string): Statement {
  const principal = statement['Principal'];
  return {
    place,
    type,
    sid: String(statement['Sid'] ?? ''),
    effect: String(statement['Effect']),
    actions: textsOf(statement['Action']),
    resources: listOf(statement['Resource']),
    services: isObject(principal) ? textsOf(principal['Service']) : [],
    principal,
    conditions: (statement['Condition'] ?? {}) as Statement['conditions'],
  };
}

/** Every statement of a template, in its order. */
export function statementsOf({ Resources }: TemplateJson): readonly Statement[] {
  return Object.entries(Resources).flatMap(([logicalId, { Type, Properties }]) =>
    documents(Properties, '').flatMap(([property, statements]) =>
      statements.filter(isObject).map((statement) => readStatement(statement, `${logicalId}.${property}`, Type)),
    ),
  );
}
