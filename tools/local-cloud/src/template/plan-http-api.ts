import { apiId } from '../apigateway/api-id';
import { functionArn, integrationId, type Place } from './attributes';
import type { JsonObject } from './load-assembly';
import { functionNameOf } from './plan-function';
import type { PlannedHttpApi, PlannedHttpRoute, PlannedThrottle } from './planned';
import type { PropertyRules, ResourceReader } from './resource-reader';

export const httpApiProperties: PropertyRules = {
  emulated: ['Name', 'ProtocolType'],
  passive: ['Description', 'Tags', 'Version'],
  // Callers here are programs, none of them a page of another origin.
  listed: ['CorsConfiguration', 'DisableExecuteApiEndpoint', 'IpAddressType'],
};
export const httpIntegrationProperties: PropertyRules = {
  emulated: [
    'ApiId',
    'IntegrationMethod',
    'IntegrationType',
    'IntegrationUri',
    'PayloadFormatVersion',
    'TimeoutInMillis',
  ],
  passive: ['Description'],
  listed: [],
};
export const httpRouteProperties: PropertyRules = {
  emulated: ['ApiId', 'AuthorizationType', 'RouteKey', 'Target'],
  passive: ['OperationName'],
  listed: [],
};
export const httpStageProperties: PropertyRules = {
  emulated: ['AccessLogSettings', 'ApiId', 'AutoDeploy', 'DefaultRouteSettings', 'RouteSettings', 'StageName'],
  passive: ['Description', 'Tags'],
  listed: ['StageVariables'],
};

export interface HttpApiParts {
  readonly apis: readonly ResourceReader[];
  readonly integrations: readonly ResourceReader[];
  readonly routes: readonly ResourceReader[];
  readonly stages: readonly ResourceReader[];
}

/** What an account's region takes by default, of all APIs together (API Gateway quotas). */
const REGION_THROTTLE: PlannedThrottle = { ratePerSecond: 10_000, burst: 5_000 };
/** Of an integration (API Gateway quotas, HTTP API). */
const LONGEST_MS = 30_000;

/** The HTTP APIs of a region, each with the stage that serves it. */
export const planHttpApis = ({ apis, integrations, routes, stages }: HttpApiParts, place: Place) =>
  apis.map((api): PlannedHttpApi => {
    const id = apiId(api.name, place.region);
    const of = (parts: readonly ResourceReader[]) => parts.filter((part) => part.requiredText('ApiId') === id);
    if (api.text('ProtocolType') !== 'HTTP') {
      throw api.refusal('its protocol is not HTTP.', 'Make it an HTTP API, or call the function another way.');
    }
    const [stage, ...more] = of(stages);
    if (
      stage === undefined ||
      more.length > 0 ||
      stage.text('StageName') !== '$default' ||
      !stage.flag('AutoDeploy', false)
    ) {
      throw api.refusal(
        'it has no stage "$default" that deploys by itself, or more than that one.',
        'Give it exactly that: others serve at paths of their own, which are not emulated.',
      );
    }
    const targets = new Map(
      of(integrations).map((integration) => [integrationId(integration.name), planIntegration(integration, place)]),
    );
    const logs = stage.object('AccessLogSettings');
    return {
      id,
      name: api.name,
      throttle: throttleOf(stage.object('DefaultRouteSettings'), REGION_THROTTLE),
      routeThrottles: throttlesOf(stage),
      routes: of(routes).map((route) => planRoute(route, targets)),
      ...(logs === undefined
        ? {}
        : {
            accessLog: {
              logGroup: String(logs['DestinationArn'])
                .replace(/^.*:log-group:/, '')
                .replace(/:\*$/, ''),
              format: String(logs['Format']),
            },
          }),
    };
  });

type PlannedTarget = PlannedHttpRoute['target'];

function planIntegration(integration: ResourceReader, place: Place): PlannedTarget {
  const type = integration.text('IntegrationType');
  const version = integration.text('PayloadFormatVersion');
  const uri = integration.requiredText('IntegrationUri').replace(/^.*\/functions\/(.+)\/invocations$/, '$1');
  if (type !== 'AWS_PROXY' || version !== '2.0' || !/^arn:[^:]+:lambda:/.test(uri)) {
    throw integration.refusal(
      `it is of type ${type} and payload format ${version}, for ${uri}.`,
      'Integrate a function: type AWS_PROXY, payload format 2.0, its ARN or that of an alias as the URI.',
    );
  }
  const functionName = functionNameOf(uri);
  return {
    functionName,
    functionArn: uri.startsWith('arn:') ? uri : functionArn(uri, place),
    timeoutMs: Math.min(LONGEST_MS, integration.number('TimeoutInMillis', LONGEST_MS)),
  };
}

function planRoute(route: ResourceReader, targets: ReadonlyMap<string, PlannedTarget>): PlannedHttpRoute {
  const key = route.requiredText('RouteKey');
  const authorization = route.text('AuthorizationType') ?? 'NONE';
  if (authorization !== 'NONE' && authorization !== 'AWS_IAM') {
    throw route.refusal(`its authorization ${authorization} is not emulated.`, 'Use AWS_IAM or NONE.');
  }
  const target = targets.get(route.requiredText('Target').replace(/^integrations\//, ''));
  if (target === undefined)
    throw route.refusal('its target is no integration of its API.', 'Name one: integrations/<id>.');
  const [method = '', path = ''] = key === '$default' ? ['ANY', '$default'] : key.split(' ');
  return { key, method, path, authorization, target };
}

const throttleOf = (settings: JsonObject | undefined, otherwise: PlannedThrottle): PlannedThrottle => ({
  ratePerSecond: Number(settings?.['ThrottlingRateLimit'] ?? otherwise.ratePerSecond),
  burst: Number(settings?.['ThrottlingBurstLimit'] ?? otherwise.burst),
});

function throttlesOf(stage: ResourceReader): ReadonlyMap<string, PlannedThrottle> {
  const otherwise = throttleOf(stage.object('DefaultRouteSettings'), REGION_THROTTLE);
  const settings = Object.entries(stage.object('RouteSettings') ?? {});
  return new Map(settings.map(([key, each]) => [key, throttleOf(each as JsonObject, otherwise)]));
}
