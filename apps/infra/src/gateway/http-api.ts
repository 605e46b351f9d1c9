import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnApi, CfnIntegration, CfnRoute, CfnStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { type Alias, CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { gatewayRoutes, openRoutes, type PipelineNames } from '@pipeline/runtime-contract';
import type { PipelineConfig } from '../config/pipeline-config';
import { acknowledge } from '../security/acknowledge';

export interface HttpApiProps {
  readonly names: PipelineNames;
  readonly config: PipelineConfig;
  readonly handler: Alias;
}

/** A line of the access log: who asked for what, what was answered, and how long it took. No query: a cursor may name a record. */
const ACCESS_LOG = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  caller: '$context.identity.userArn',
  sourceIp: '$context.identity.sourceIp',
  route: '$context.routeKey',
  path: '$context.path',
  status: '$context.status',
  bytes: '$context.responseLength',
  latencyMs: '$context.responseLatency',
  integrationMs: '$context.integrationLatency',
  integrationStatus: '$context.integrationStatus',
  error: '$context.integrationErrorMessage',
};

/** The HTTP API of a region, at the root of its host. Natively, so that each resource has one line of the template's. */
export class HttpApi extends Construct {
  readonly apiId: string;
  /** Name of the one stage, once it is there. */
  readonly stage: string;
  readonly url: string;
  /** The host of its URL. */
  readonly host: string;

  constructor(scope: Construct, id: string, { names, config, handler }: HttpApiProps) {
    super(scope, id);
    const { gateway, processing } = config;
    const api = new CfnApi(this, 'Api', {
      name: names.gatewayApi,
      description: 'Takes files into the pipeline of this region, and says what became of them',
      protocolType: 'HTTP',
    });
    this.apiId = api.ref;
    this.url = api.attrApiEndpoint;
    const { region, urlSuffix } = Stack.of(this);
    this.host = `${api.ref}.execute-api.${region}.${urlSuffix}`;

    const integration = new CfnIntegration(this, 'Integration', {
      apiId: api.ref,
      integrationType: 'AWS_PROXY',
      integrationUri: handler.functionArn,
      payloadFormatVersion: '2.0',
      // Above the function's own, whose answer says what was late.
      timeoutInMillis: gateway.timeoutSeconds * 1_000 + 500,
    });
    const routes = gatewayRoutes.map((routeKey) => {
      const open = openRoutes.includes(routeKey);
      const route = new CfnRoute(this, routeKey, {
        apiId: api.ref,
        routeKey,
        authorizationType: open ? 'NONE' : 'AWS_IAM',
        target: `integrations/${integration.ref}`,
      });
      if (open) {
        acknowledge(
          route,
          'Health checks of Route 53 can sign nothing; it answers from a cache, and says no secret.',
          'AwsSolutions-APIG4',
          'api_gw_v2_authorization_type_configured_check',
        );
      }
      return route;
    });

    const accessLog = new LogGroup(this, 'AccessLog', {
      logGroupName: names.gatewayAccessLogGroup,
      retention: processing.logRetentionDays,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    acknowledge(
      accessLog,
      'Encrypted under the key of CloudWatch Logs; holds who called, and no content.',
      'CloudWatchLogGroupEncrypted',
      'cloudwatch_log_group_encrypted_check',
    );
    const stage = new CfnStage(this, 'Stage', {
      apiId: api.ref,
      // Served at the root of the host, so that the paths are those of the document.
      stageName: '$default',
      autoDeploy: true,
      accessLogSettings: { destinationArn: accessLog.logGroupArn, format: JSON.stringify(ACCESS_LOG) },
      defaultRouteSettings: {
        throttlingRateLimit: gateway.requestsPerSecond,
        throttlingBurstLimit: gateway.requestBurst,
        detailedMetricsEnabled: true,
      },
    });
    this.stage = stage.ref;
    for (const route of routes) stage.addResourceDependency(route);

    const permission = new CfnPermission(this, 'Permission', {
      action: 'lambda:InvokeFunction',
      functionName: handler.functionArn,
      principal: 'apigateway.amazonaws.com',
      sourceArn: Stack.of(this).formatArn({
        service: 'execute-api',
        resource: api.ref,
        arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
        resourceName: '$default/*',
      }),
    });
    acknowledge(
      permission,
      'To API Gateway alone, for one stage of one API: its ARN, which the service sends, holds the account.',
      'lambda_function_public_access_prohibited_check',
    );
  }
}
