import { generatedName, type Place, resourceAttributes } from './attributes';
import { CannotRun } from './cannot-run';
import { evaluateCondition } from './conditions';
import { intrinsics } from './intrinsics';
import type { Json, JsonObject, Stack } from './load-assembly';
import type { Resolution, Resolved } from './resolution';

export interface Resolver {
  /**
   * The value of a template's expression.
   * @param at where it stands, from the logical id on, for the message
   * @throws CannotRun naming logical id, path and expression
   */
  resolve(value: Json, at: string): Resolved;
  /** The physical name of a resource of this stack. */
  physicalName(logicalId: string): string;
  condition(name: string): boolean;
}

export interface ResolverOptions {
  readonly stack: Stack;
  readonly place: Place;
  /** The exports of all stacks of the region. */
  readonly importValue: (name: string) => Resolved;
}

/** A CDK bootstrap version that satisfies every check: there is no bootstrap stack on this machine. */
const BOOTSTRAP_VERSION = '9999';

/** Resolves the intrinsic functions of one stack's template. */
export function createResolver({ stack, place, importValue }: ResolverOptions): Resolver {
  const { template, name: stackName } = stack;
  const pseudo: Readonly<Record<string, Json>> = {
    'AWS::AccountId': place.account,
    'AWS::Region': place.region,
    'AWS::Partition': place.partition,
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stackName,
    'AWS::StackId': `arn:${place.partition}:cloudformation:${place.region}:${place.account}:stack/${stackName}/local`,
    'AWS::NotificationARNs': [],
  };

  const parameter = (name: string, refuse: Resolution['refuse']): Json => {
    const declared = template.Parameters?.[name];
    if (declared?.Default === undefined) return refuse(`the parameter ${name} has no default.`);
    if (!declared.Type.startsWith('AWS::SSM::Parameter::')) return declared.Default;
    if (/^\/cdk-bootstrap\/.*\/version$/.test(String(declared.Default))) return BOOTSTRAP_VERSION;
    return refuse(`the parameter ${name} is the SSM parameter ${String(declared.Default)}, which is not emulated.`);
  };

  const physicalName = (logicalId: string): string => {
    const resource = template.Resources[logicalId];
    const type = resource?.Type ?? '';
    const { nameProperty, ownerProperty } = resourceAttributes[type] ?? {};
    const textAt = (property: string | undefined) => {
      const given = property ? resource?.Properties?.[property] : undefined;
      const text = given === undefined ? undefined : resolve(given, `${logicalId}.Properties.${property}`);
      return typeof text === 'string' ? text : undefined;
    };
    const name = textAt(nameProperty) ?? generatedName(type, stackName, logicalId);
    const owner = textAt(ownerProperty);
    return owner === undefined ? name : `${owner}:${name}`;
  };

  const attributesOf = (logicalId: string, refuse: Resolution['refuse']) => {
    const resource = template.Resources[logicalId];
    if (!resource) return refuse(`the stack ${stackName} has no resource ${logicalId}.`);
    return (
      resourceAttributes[resource.Type] ??
      refuse(`${resource.Type} is not emulated, so ${logicalId} has no attributes.`)
    );
  };

  const resolutionAt = (expression: Json, at: string): Resolution => {
    const refuse = (why: string): never => {
      throw new CannotRun(`${stackName}: ${at} can't be resolved: ${JSON.stringify(expression)}: ${why}`);
    };
    const self: Resolution = {
      resolve: (value, key) => resolve(value, key === undefined ? at : `${at}.${key}`),
      ref: (logicalId) => {
        if (logicalId === 'AWS::NoValue') return undefined;
        if (logicalId in pseudo) return pseudo[logicalId];
        if (template.Parameters?.[logicalId]) return parameter(logicalId, refuse);
        return attributesOf(logicalId, refuse).ref(physicalName(logicalId), place);
      },
      attribute: (logicalId, attribute) => {
        const give = attributesOf(logicalId, refuse).attributes[attribute];
        if (!give) return refuse(`${template.Resources[logicalId]?.Type} has no attribute ${attribute} here.`);
        return give(physicalName(logicalId), place);
      },
      condition: (name) => {
        const declared = template.Conditions?.[name];
        if (declared === undefined) return refuse(`the stack ${stackName} has no condition ${name}.`);
        return evaluateCondition(declared, resolutionAt(declared, `Conditions.${name}`));
      },
      importValue: (name) => importValue(name) ?? refuse(`no stack of ${place.region} exports ${name}.`),
      findInMap: (map, first, second) =>
        template.Mappings?.[map]?.[first]?.[second] ?? refuse(`the mapping has no ${map}.${first}.${second}.`),
      place,
      refuse,
    };
    return self;
  };

  const resolve = (value: Json, at: string): Resolved => {
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) {
      return value
        .map((member: Json, index) => resolve(member, `${at}[${index}]`))
        .filter((member) => member !== undefined);
    }
    const object = value as JsonObject;
    const [only, ...others] = Object.keys(object);
    if (only !== undefined && others.length === 0 && (only === 'Ref' || only.startsWith('Fn::'))) {
      const resolution = resolutionAt(object, at);
      const intrinsic = intrinsics[only] ?? resolution.refuse(`the local cloud doesn't know ${only}.`);
      return intrinsic(object[only] as Json, resolution);
    }
    const members = Object.entries(object)
      .map(([key, member]) => [key, resolve(member, `${at}.${key}`)] as const)
      .filter((entry): entry is readonly [string, Json] => entry[1] !== undefined);
    return Object.fromEntries(members);
  };

  return {
    resolve,
    physicalName,
    condition: (name) => resolutionAt({ Condition: name }, 'Condition').condition(name),
  };
}
