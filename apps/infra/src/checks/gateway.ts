import { gatewayRoutes, openRoutes } from '@pipeline/runtime-contract';
import type { TemplateJson } from './physical-names';
import { type Setting, resourcesOf, settingBreaches, valueAt } from './setting';

const STAGE = { type: 'AWS::ApiGatewayV2::Stage' };
const isPositive = (value: unknown) => typeof value === 'number' && value > 0;

const stageSettings: readonly Setting[] = [
  {
    ...STAGE,
    at: 'DefaultRouteSettings.ThrottlingRateLimit',
    is: isPositive,
    says: 'said, or one caller takes the quota of all APIs of the region',
  },
  {
    ...STAGE,
    at: 'DefaultRouteSettings.ThrottlingBurstLimit',
    is: isPositive,
    says: 'said, or a burst takes all concurrency of the account',
  },
  {
    ...STAGE,
    at: 'RouteSettings',
    is: undefined,
    says: 'absent: what it says of a route goes before the throttle of all',
  },
];

const unlogged = (template: TemplateJson) =>
  resourcesOf(template, STAGE.type)
    .filter(([, stage]) => {
      const destination = valueAt(stage, 'AccessLogSettings.DestinationArn') as
        { readonly 'Fn::GetAtt'?: readonly string[] } | undefined;
      return template.Resources[destination?.['Fn::GetAtt']?.[0] ?? '']?.Type !== 'AWS::Logs::LogGroup';
    })
    .map(([id]) => `${id} has no access log in a group of ours: nobody could tell who asked for what.`);

/** Routes that anybody may call, but for those that the contract opens, and routes that the contract doesn't know. */
function routeBreaches(template: TemplateJson): readonly string[] {
  const known: readonly string[] = gatewayRoutes;
  const open: readonly string[] = openRoutes;
  return resourcesOf(template, 'AWS::ApiGatewayV2::Route').flatMap(([id, route]) => {
    const key = String(valueAt(route, 'RouteKey'));
    const authorization = valueAt(route, 'AuthorizationType');
    if (!known.includes(key)) return [`${id} serves ${key}, which is not in the contract (gatewayRoutes).`];
    if (open.includes(key) || authorization === 'AWS_IAM') return [];
    return [
      `${id} lets anybody ${key}: its AuthorizationType is ${JSON.stringify(authorization) ?? 'absent'} and must be AWS_IAM.`,
    ];
  });
}

/** An API that answers who has not signed, more than it bears, or without a trace. */
export const gatewayBreaches = (template: TemplateJson): readonly string[] => [
  ...routeBreaches(template),
  ...settingBreaches(template, stageSettings),
  ...unlogged(template),
];
