import { cidrBlocks } from './cidr';
import type { Json, JsonObject } from './load-assembly';
import type { Resolution, Resolved } from './resolution';

type Intrinsic = (argument: Json, resolution: Resolution) => Resolved;

const listOf = (argument: Json, { refuse }: Resolution): readonly Json[] =>
  Array.isArray(argument) ? argument : refuse('its argument must be a list.');

const textOf = (value: Resolved, { refuse }: Resolution): string => {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  return refuse(`a text is needed, not ${JSON.stringify(value ?? null)}.`);
};

const resolvedList = (argument: Json | undefined, resolution: Resolution): readonly Json[] => {
  const list = argument === undefined ? undefined : resolution.resolve(argument);
  return Array.isArray(list) ? (list as readonly Json[]) : resolution.refuse('a list is needed.');
};

const join: Intrinsic = (argument, resolution) => {
  const [delimiter, list] = listOf(argument, resolution);
  return resolvedList(list, resolution)
    .map((part) => textOf(part, resolution))
    .join(textOf(delimiter, resolution));
};

const select: Intrinsic = (argument, resolution) => {
  const [index, list] = listOf(argument, resolution);
  const choices = resolvedList(list, resolution);
  const at = Number(textOf(index === undefined ? undefined : resolution.resolve(index), resolution));
  return choices[at] ?? resolution.refuse(`there are ${choices.length} choices, and no number ${at}.`);
};

const split: Intrinsic = (argument, resolution) => {
  const [delimiter, source] = listOf(argument, resolution);
  const text = textOf(source === undefined ? undefined : resolution.resolve(source), resolution);
  return text.split(textOf(delimiter, resolution));
};

const getAtt: Intrinsic = (argument, resolution) => {
  const [logicalId, ...attribute] = typeof argument === 'string' ? argument.split('.') : listOf(argument, resolution);
  return resolution.attribute(
    String(logicalId),
    attribute.map((part) => textOf(resolution.resolve(part), resolution)).join('.'),
  );
};

const sub: Intrinsic = (argument, resolution) => {
  const [template, variables] = typeof argument === 'string' ? [argument, {}] : listOf(argument, resolution);
  const given = (variables ?? {}) as JsonObject;
  return textOf(template, resolution).replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
    if (literal) return `\${${name}}`;
    const variable = given[name];
    if (variable !== undefined) return textOf(resolution.resolve(variable, name), resolution);
    const [logicalId = '', ...attribute] = name.split('.');
    return textOf(
      attribute.length === 0 ? resolution.ref(name) : resolution.attribute(logicalId, attribute.join('.')),
      resolution,
    );
  });
};

const findInMap: Intrinsic = (argument, resolution) => {
  const keys = listOf(argument, resolution).map((key) => textOf(resolution.resolve(key), resolution));
  const [map = '', first = '', second = ''] = keys;
  return resolution.findInMap(map, first, second);
};

const ifElse: Intrinsic = (argument, resolution) => {
  const [condition, then, otherwise] = listOf(argument, resolution);
  const chosen = resolution.condition(textOf(condition, resolution)) ? then : otherwise;
  return chosen === undefined ? resolution.refuse('it needs both values.') : resolution.resolve(chosen);
};

const cidr: Intrinsic = (argument, resolution) => {
  const [block, count, bits] = listOf(argument, resolution).map((part) => textOf(resolution.resolve(part), resolution));
  const blocks = cidrBlocks(block ?? '', Number(count), Number(bits));
  return typeof blocks === 'string' ? resolution.refuse(blocks) : blocks;
};

/** The zones that stand for those of any region: nothing here runs in a zone. */
const ZONES = ['a', 'b', 'c'];

/** The intrinsic functions, by name. Source: the CloudFormation intrinsic function reference. */
export const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, { ref }) => ref(String(argument)),
  'Fn::GetAtt': getAtt,
  'Fn::Join': join,
  'Fn::Sub': sub,
  'Fn::Select': select,
  'Fn::Split': split,
  'Fn::If': ifElse,
  'Fn::FindInMap': findInMap,
  'Fn::GetAZs': (argument, resolution) => {
    const region = textOf(resolution.resolve(argument), resolution) || resolution.place.region;
    return ZONES.map((zone) => `${region}${zone}`);
  },
  'Fn::ImportValue': (argument, resolution) => resolution.importValue(textOf(resolution.resolve(argument), resolution)),
  'Fn::Base64': (argument, resolution) =>
    Buffer.from(textOf(resolution.resolve(argument), resolution)).toString('base64'),
  'Fn::Cidr': cidr,
};
