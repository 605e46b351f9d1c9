import type { Json, JsonObject } from './load-assembly';
import type { PlannedRole, PolicyDocument } from './planned';
import type { PropertyRules, ResourceReader } from './resource-reader';
import { type Place, roleArn } from './attributes';

export const roleProperties: PropertyRules = {
  emulated: ['AssumeRolePolicyDocument', 'ManagedPolicyArns', 'PermissionsBoundary', 'Policies', 'RoleName'],
  passive: ['Description', 'MaxSessionDuration', 'Tags'],
  listed: [],
};

/** Policies that stand beside the roles in a template, of all stacks of the region. */
export interface RolePolicies {
  /** `AWS::IAM::Policy` and `AWS::IAM::RolePolicy`, by the name of a role that has them. */
  readonly attached: ReadonlyMap<string, readonly PolicyDocument[]>;
  /** `AWS::IAM::ManagedPolicy`, by ARN. */
  readonly managed: ReadonlyMap<string, PolicyDocument>;
}

/** Policies of AWS's own that allow nothing of what is emulated: logs and network interfaces only. */
const GRANT_NOTHING_HERE = [
  'service-role/AWSLambdaBasicExecutionRole',
  'service-role/AWSLambdaVPCAccessExecutionRole',
  'AWSXRayDaemonWriteAccess',
];

function managedPolicy(role: ResourceReader, arn: string, managed: RolePolicies['managed']): PolicyDocument {
  const own = managed.get(arn);
  if (own) return own;
  if (GRANT_NOTHING_HERE.some((name) => arn.endsWith(`:iam::aws:policy/${name}`))) {
    return { name: arn, document: { Statement: [] } };
  }
  throw role.refusal(
    `its policy ${arn} is in no template, so nobody here knows what it allows.`,
    'Write a policy of your own.',
  );
}

/** @throws CannotRun when a policy or the boundary is not in the templates */
export function planRole(role: ResourceReader, place: Place, { attached, managed }: RolePolicies): PlannedRole {
  const name = role.name;
  const boundary = role.text('PermissionsBoundary');
  const inline = role.list<JsonObject & { readonly PolicyName: string; readonly PolicyDocument: JsonObject }>(
    'Policies',
  );
  return {
    name,
    arn: roleArn(name, place),
    trust: { name: `${role.place.path} (trust)`, document: role.object('AssumeRolePolicyDocument') ?? {} },
    policies: [
      ...inline.map(({ PolicyName, PolicyDocument: document }) => ({ name: PolicyName, document })),
      ...(attached.get(name) ?? []),
      ...role.list<Json & string>('ManagedPolicyArns').map((arn) => managedPolicy(role, arn, managed)),
    ],
    ...(boundary === undefined ? {} : { boundary: managedPolicy(role, boundary, managed) }),
  };
}
