import type { TemplateJson } from './physical-names';

/** Quotas of CloudFormation: bytes of a template in S3, resources of a stack. */
const MAX_BYTES = 1_000_000;
const MAX_RESOURCES = 500;

/** What a value refers to: `Ref`, `Fn::GetAtt`, and `${…}` of `Fn::Sub`. */
function refersTo(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(refersTo);
  const [[name, inner] = ['', undefined], ...more] = Object.entries(value);
  if (more.length === 0) {
    if (name === 'Ref') return [String(inner)];
    if (name === 'Fn::GetAtt') return [String(Array.isArray(inner) ? inner[0] : inner).replace(/\..*/, '')];
    if (name === 'Fn::Sub') {
      const text = String(Array.isArray(inner) ? inner[0] : inner);
      return [...text.matchAll(/\$\{([^.}!]+)[.}]/g)].map(([, target = '']) => target);
    }
  }
  return Object.values(value).flatMap(refersTo);
}

const targetsOf = ({ Properties, DependsOn = [] }: TemplateJson['Resources'][string]) => [
  ...refersTo(Properties),
  ...(typeof DependsOn === 'string' ? [DependsOn] : DependsOn),
];

/** A resource that waits for itself, by whatever way: what is left when all that waits for nothing is taken away. */
function waitingForever(template: TemplateJson): readonly string[] {
  let left = new Map(Object.entries(template.Resources).map(([id, resource]) => [id, targetsOf(resource)]));
  for (;;) {
    const rest = new Map([...left].filter(([, targets]) => targets.some((target) => left.has(target))));
    if (rest.size === left.size) return [...rest.keys()];
    left = rest;
  }
}

/** What CloudFormation would find before it makes the first resource, and what ties a stack to another one. */
export function referenceBreaches(template: TemplateJson): readonly string[] {
  const known = [...Object.keys(template.Resources), ...Object.keys(template.Parameters ?? {})];
  const places = [
    ...Object.entries(template.Resources).map(([id, resource]) => [id, targetsOf(resource)] as const),
    ...Object.entries(template.Outputs ?? {}).map(([id, output]) => [id, refersTo(output)] as const),
  ];
  const text = JSON.stringify(template);
  const count = Object.keys(template.Resources).length;
  return [
    ...places.flatMap(([id, targets]) =>
      targets
        .filter((target) => !target.startsWith('AWS::') && !known.includes(target))
        .map((target) => `${id} refers to ${target}, which is not in the template.`),
    ),
    ...waitingForever(template).map((id) => `${id} waits for itself: one of these references must be by name.`),
    ...(/Fn::ImportValue|Fn::GetStackOutput/.test(text)
      ? ['The template imports a value of another stack: compute the name instead.']
      : []),
    ...(text.length > MAX_BYTES
      ? [`The template has ${text.length} bytes and CloudFormation takes ${MAX_BYTES}.`]
      : []),
    ...(count > MAX_RESOURCES
      ? [`The template has ${count} resources and CloudFormation takes ${MAX_RESOURCES}.`]
      : []),
  ];
}
