import { HEALTH_PATH } from '@pipeline/runtime-contract';
import type { TemplateJson } from './physical-names';
import { type NamedResource, resourcesOf, valueAt, valuesAt } from './setting';

/** For whom a template is made. */
export interface Side {
  readonly region: string;
  readonly isPrimary: boolean;
}

const CHECK = 'AWS::Route53::HealthCheck';

const idOf = (value: unknown) => {
  const reference = value as { readonly Ref?: string; readonly 'Fn::GetAtt'?: readonly string[] } | undefined;
  return reference?.Ref ?? reference?.['Fn::GetAtt']?.[0] ?? '';
};
const config = (check: NamedResource[1], member: string) => valueAt(check, `HealthCheckConfig.${member}`);

/** A check of an alarm that is not ours, or whose silence would be a good sign. */
function alarmCheck([id, check]: NamedResource, { Resources }: TemplateJson, region: string): readonly string[] {
  const alarm = Resources[idOf(config(check, 'AlarmIdentifier.Name'))];
  return [
    ...(alarm?.Type === 'AWS::CloudWatch::Alarm' && config(check, 'AlarmIdentifier.Region') === region
      ? []
      : [`${id} looks at no alarm of this stack: refer to one, in ${region}.`]),
    ...(config(check, 'InsufficientDataHealthStatus') === 'Unhealthy'
      ? []
      : [`${id} takes a sentinel that says nothing for a good sign: InsufficientDataHealthStatus must be Unhealthy.`]),
  ];
}

/** A check that is calculated from nothing, from others' checks, or that holds while one of its own does not. */
function calculatedCheck([id, check]: NamedResource, { Resources }: TemplateJson): readonly string[] {
  const children = valuesAt(check.Properties, 'HealthCheckConfig.ChildHealthChecks.*').map(idOf);
  return [
    ...(children.some(
      (child) => Resources[child]?.Properties && config(Resources[child], 'Type') === 'CLOUDWATCH_METRIC',
    )
      ? []
      : [`${id} hears no sentinel: one of its children must be the check of an alarm.`]),
    ...children
      .filter((child) => Resources[child]?.Type !== CHECK)
      .map((child) => `${id} is calculated from "${child}", which is no check of this stack.`),
    ...(config(check, 'HealthThreshold') === children.length
      ? []
      : [`${id} holds while a child of it does not: HealthThreshold must be ${children.length}.`]),
  ];
}

function httpsCheck([id, check]: NamedResource): readonly string[] {
  return config(check, 'ResourcePath') === HEALTH_PATH
    ? []
    : [
        `${id} asks for ${String(config(check, 'ResourcePath'))}: every other path than ${HEALTH_PATH} wants a signature.`,
      ];
}

function checkBreaches(template: TemplateJson, region: string): readonly string[] {
  return resourcesOf(template, CHECK).flatMap((named) => {
    const type = config(named[1], 'Type');
    if (type === 'CLOUDWATCH_METRIC') return alarmCheck(named, template, region);
    if (type === 'CALCULATED') return calculatedCheck(named, template);
    if (type === 'HTTPS') return httpsCheck(named);
    return [`${named[0]} is of type ${String(type)}: a region is judged by an alarm, by HTTPS, or by both.`];
  });
}

/** In a zone of the stack a pair, in one that both stacks write to the half of its side: `PRIMARY, SECONDARY`. */
function roleBreaches(
  records: readonly NamedResource[],
  { Resources }: TemplateJson,
  { isPrimary }: Side,
): readonly string[] {
  const [first] = records;
  if (!first) return [];
  const name = String(valueAt(first[1], 'Name'));
  const roles = records.map(([, record]) => String(valueAt(record, 'Failover'))).sort();
  const own = Resources[idOf(valueAt(first[1], 'HostedZoneId'))]?.Type === 'AWS::Route53::HostedZone';
  const half = isPrimary ? 'PRIMARY' : 'SECONDARY';
  const wanted = own ? ['PRIMARY', 'SECONDARY'] : [half];
  return roles.join() === wanted.join() ? [] : [`${name} is ${roles.join(', ')}: it must be ${wanted.join(' and ')}.`];
}

function recordBreaches(template: TemplateJson, side: Side): readonly string[] {
  const records = resourcesOf(template, 'AWS::Route53::RecordSet').filter(
    ([, record]) => valueAt(record, 'Failover') !== undefined,
  );
  const names = new Map<string, NamedResource[]>();
  // Types of one name, A and AAAA, are a pair each.
  for (const named of records) {
    const key = JSON.stringify(['HostedZoneId', 'Name', 'Type'].map((member) => valueAt(named[1], member)));
    names.set(key, [...(names.get(key) ?? []), named]);
  }
  return [
    ...records
      .filter(([, record]) => {
        const check = template.Resources[idOf(valueAt(record, 'HealthCheckId'))];
        return check?.Type !== CHECK || config(check, 'Type') !== 'CALCULATED';
      })
      .map(([id]) => `${id} is answered whatever becomes of its region: give it the calculated check of that.`),
    ...[...names.values()].flatMap((pair) => roleBreaches(pair, template, side)),
    ...(names.size === 0 ? ['No record fails over: clients would have to be told which region takes files.'] : []),
  ];
}

/** DNS that would not leave a lost region, would leave a healthy one, or would not come back. */
export const failoverBreaches = (template: TemplateJson, side: Side): readonly string[] => [
  ...checkBreaches(template, side.region),
  ...recordBreaches(template, side),
];
