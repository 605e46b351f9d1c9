import { apiId } from '../apigateway/api-id';
import { CannotRun } from './cannot-run';
import type { Json, JsonObject, TemplateResource } from './load-assembly';
import {
  httpApiProperties,
  httpIntegrationProperties,
  httpRouteProperties,
  httpStageProperties,
  planHttpApis,
} from './plan-http-api';
import { place, readersOf } from './testing/readers';

const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:asked';
const INVOKE = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${FUNCTION}:live/invocations`;

const target = { 'Fn::Join': ['', ['integrations/', { Ref: 'Integration' }]] };
const template: Readonly<Record<string, TemplateResource>> = {
  Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'api', ProtocolType: 'HTTP' } },
  Integration: {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      ApiId: { Ref: 'Api' },
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: FUNCTION,
      PayloadFormatVersion: '2.0',
    },
  },
  Route: {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: {
      ApiId: { Ref: 'Api' },
      AuthorizationType: 'AWS_IAM',
      RouteKey: 'GET /files/{id}',
      Target: target,
    },
  },
  Stage: {
    Type: 'AWS::ApiGatewayV2::Stage',
    Properties: { ApiId: { Ref: 'Api' }, StageName: '$default', AutoDeploy: true },
  },
  Logs: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/api/access' } },
};

type Changes = Readonly<Record<string, JsonObject | TemplateResource>>;

/** The plan of the template with resources more, or with properties of its own changed. */
function planOf(changes: Changes = {}) {
  const resources: Record<string, TemplateResource> = { ...template };
  for (const [id, change] of Object.entries(changes)) {
    const before = template[id];
    resources[id] = before
      ? { ...before, Properties: { ...before.Properties, ...(change as JsonObject) } }
      : (change as TemplateResource);
  }
  const readers = readersOf(resources);
  const all = (type: string) =>
    [...readers.values()].filter((reader) => reader.place.type === `AWS::ApiGatewayV2::${type}`);
  return planHttpApis(
    { apis: all('Api'), integrations: all('Integration'), routes: all('Route'), stages: all('Stage') },
    place,
  );
}

describe('the plan of an HTTP API', () => {
  it('has its routes with their functions, and what an account takes where nothing is said', () => {
    expect(planOf()).toEqual([
      {
        id: apiId('api', 'us-east-1'),
        name: 'api',
        throttle: { ratePerSecond: 10_000, burst: 5_000 },
        routeThrottles: new Map(),
        routes: [
          {
            key: 'GET /files/{id}',
            method: 'GET',
            path: '/files/{id}',
            authorization: 'AWS_IAM',
            target: { functionName: 'asked', functionArn: FUNCTION, timeoutMs: 30_000 },
          },
        ],
      },
    ]);
  });

  it('asks the alias that the URI names, in the form of an invocation too', () => {
    const [api] = planOf({ Integration: { IntegrationUri: INVOKE, TimeoutInMillis: 5_000 } });
    expect(api?.routes[0]?.target).toEqual({
      functionName: 'asked',
      functionArn: `${FUNCTION}:live`,
      timeoutMs: 5_000,
    });
  });

  it('waits no longer than API Gateway does', () => {
    expect(planOf({ Integration: { TimeoutInMillis: 60_000 } })[0]?.routes[0]?.target.timeoutMs).toBe(30_000);
  });

  it('has the throttle of the stage, and of a route what it says beyond that', () => {
    const [api] = planOf({
      Stage: {
        DefaultRouteSettings: { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
        RouteSettings: { 'GET /health': { ThrottlingRateLimit: 5 } },
      },
    });
    expect(api?.throttle).toEqual({ ratePerSecond: 50, burst: 100 });
    expect(api?.routeThrottles).toEqual(new Map([['GET /health', { ratePerSecond: 5, burst: 100 }]]));
  });

  it('writes its access log to the group of the stage', () => {
    const AccessLogSettings = { DestinationArn: { 'Fn::GetAtt': ['Logs', 'Arn'] }, Format: '$context.status' };
    expect(planOf({ Stage: { AccessLogSettings } })[0]?.accessLog).toEqual({
      logGroup: '/api/access',
      format: '$context.status',
    });
  });

  it('takes whatever no other route takes by a route of its own', () => {
    expect(planOf({ Route: { RouteKey: '$default', AuthorizationType: 'NONE' } })[0]?.routes).toMatchObject([
      { key: '$default', method: 'ANY', path: '$default', authorization: 'NONE' },
    ]);
  });

  it('has what is its own, where there are two', () => {
    const second: Record<string, TemplateResource> = Object.fromEntries(
      Object.entries(template).map(([id, resource]) => [
        `${id}2`,
        {
          ...resource,
          Properties: {
            ...resource.Properties,
            ...(id === 'Api' ? { Name: 'other' } : { ApiId: { Ref: 'Api2' } }),
            ...(id === 'Route'
              ? { RouteKey: 'GET /other', Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'Integration2' }]] } }
              : {}),
          },
        },
      ]),
    );
    expect(planOf(second).map(({ name, routes }) => [name, routes.map(({ key }) => key)])).toEqual([
      ['api', ['GET /files/{id}']],
      ['other', ['GET /other']],
    ]);
  });

  it('has none where the template has none', () => {
    expect(planHttpApis({ apis: [], integrations: [], routes: [], stages: [] }, place)).toEqual([]);
  });

  const another: TemplateResource = { ...template['Stage']!, Properties: { ...template['Stage']!.Properties } };
  it.each<readonly [string, Changes, string]>([
    ['of another protocol', { Api: { ProtocolType: 'WEBSOCKET' } }, 'its protocol is not HTTP. Make it an HTTP API'],
    ['with another stage', { Stage: { StageName: 'v1' } }, 'it has no stage "$default" that deploys by itself'],
    ['whose stage is not deployed', { Stage: { AutoDeploy: false } }, 'it has no stage "$default"'],
    ['with two stages', { Stage2: another }, 'or more than that one. Give it exactly that'],
    [
      'whose integration is no function',
      { Integration: { IntegrationType: 'HTTP_PROXY', IntegrationUri: 'https://example.com' } },
      'it is of type HTTP_PROXY and payload format 2.0, for https://example.com. Integrate a function',
    ],
    ['of an older payload', { Integration: { PayloadFormatVersion: '1.0' } }, 'payload format 1.0'],
    [
      'with an authorizer',
      { Route: { AuthorizationType: 'JWT' } },
      'its authorization JWT is not emulated. Use AWS_IAM',
    ],
    [
      'whose route leads nowhere',
      { Route: { Target: 'integrations/none' } },
      'its target is no integration of its API.',
    ],
  ])('%s is refused, and says what to do', (_, changes, message) => {
    expect(() => planOf(changes)).toThrow(CannotRun);
    expect(() => planOf(changes)).toThrow(message);
  });
});

describe('the properties of an HTTP API', () => {
  it.each<readonly [string, typeof httpApiProperties, Json]>([
    ['Api', httpApiProperties, { Body: {} }],
    ['Integration', httpIntegrationProperties, { RequestParameters: {} }],
    ['Route', httpRouteProperties, { AuthorizerId: 'x' }],
    ['Stage', httpStageProperties, { DeploymentId: 'x' }],
  ])('that nobody has taught the local cloud stop it: %s', (id, rules, more) => {
    const resource = { ...template[id]!, Properties: { ...template[id]!.Properties, ...(more as JsonObject) } };
    const property = Object.keys(more as JsonObject)[0] ?? '';
    expect(() =>
      readersOf({ ...template, [id]: resource })
        .get(id)
        ?.check(rules),
    ).toThrow(`its property ${property} is not emulated.`);
    expect(readersOf(template).get(id)?.check(rules)).toEqual([]);
  });
});
