import { decodeEnvironment, gatewayEnvironment, gatewayRoutes } from '@pipeline/runtime-contract';
import { type SynthesisedStack, synthesise } from '../testing/synthesise';

const { primary, standby } = synthesise();

/** What this spec reads of an HTTP API, by the type of the resource. */
interface HttpApi {
  readonly Route: { readonly RouteKey: string; readonly AuthorizationType: string };
  readonly Stage: {
    readonly StageName: string;
    readonly AutoDeploy: boolean;
    readonly AccessLogSettings: { readonly Format: string };
  };
  readonly Integration: { readonly TimeoutInMillis: number };
}
const ofType = <T extends keyof HttpApi>({ resources }: SynthesisedStack, type: T) =>
  Object.values(resources)
    .filter(({ Type }) => Type === `AWS::ApiGatewayV2::${type}`)
    .map(({ Properties }) => Properties as HttpApi[T]);
const functionOf = ({ template }: SynthesisedStack) =>
  template.findResources('AWS::Lambda::Function')['GatewayHandlerFunctionE9350DC1']!['Properties'];

describe.each([primary, standby])('the HTTP API of $region', (stack) => {
  it('has exactly the routes that the function answers, at the root of its host', () => {
    expect(ofType(stack, 'Route').map(({ RouteKey }) => RouteKey)).toEqual(gatewayRoutes);
    expect(ofType(stack, 'Stage').map(({ StageName, AutoDeploy }) => [StageName, AutoDeploy])).toEqual([
      ['$default', true],
    ]);
  });

  it('takes signed requests only, but for health checks', () => {
    const open = ofType(stack, 'Route').filter(({ AuthorizationType }) => AuthorizationType !== 'AWS_IAM');
    expect(open.map(({ RouteKey, AuthorizationType }) => [RouteKey, AuthorizationType])).toEqual([
      ['GET /health', 'NONE'],
    ]);
  });

  it('is throttled, and logs who called what', () => {
    expect(ofType(stack, 'Stage')[0]).toMatchObject({
      DefaultRouteSettings: { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 },
      AccessLogSettings: { DestinationArn: { 'Fn::GetAtt': ['GatewayHttpAccessLogCB20D985', 'Arn'] } },
    });
    const { Format } = ofType(stack, 'Stage')[0]!.AccessLogSettings;
    expect(JSON.parse(Format)).toMatchObject({ caller: '$context.identity.userArn', route: '$context.routeKey' });
    // A signed request may carry its signature, and a cursor a record's id, in the query.
    expect(Format).not.toMatch(/query/i);
  });

  it('gives up later than the function', () => {
    const { TimeoutInMillis } = ofType(stack, 'Integration')[0]!;
    expect(TimeoutInMillis).toBeGreaterThan(functionOf(stack).Timeout * 1_000);
    expect(TimeoutInMillis).toBeLessThanOrEqual(30_000);
  });

  it('may invoke the live version, from its own stage alone', () => {
    const [permission] = Object.values(stack.template.findResources('AWS::Lambda::Permission')).filter(
      ({ Properties }) => Properties.Principal === 'apigateway.amazonaws.com',
    );
    expect(permission?.['Properties']).toMatchObject({
      Action: 'lambda:InvokeFunction',
      FunctionName: { Ref: 'GatewayHandlerLiveCB8211E5' },
    });
    expect(JSON.stringify(permission?.['Properties'].SourceArn)).toContain(
      '{"Ref":"GatewayHttpApi6F301D75"},"/$default/*"',
    );
  });
});

describe.each([primary, standby])('the gateway of $region', (stack) => {
  it('is given an environment that it understands', () => {
    const variables: Record<string, string | object> = functionOf(stack).Environment.Variables;
    const texts = Object.entries(variables).map(([name, value]) => [name, typeof value === 'string' ? value : 'token']);
    expect(decodeEnvironment(gatewayEnvironment, Object.fromEntries(texts))).toMatchObject({
      TABLE_NAME: 'serverless-processed-data-prod',
      TABLE_REGION: stack.region,
      INGESTION_BUCKET:
        stack === primary ? 'serverless-data-ingestion-prod' : 'serverless-data-ingestion-us-west-2-prod',
      STATUS_SHARDS: 16,
      TRANSFER_ACCELERATION: 'on',
    });
  });

  it('runs in the network, so that its health is that of the data’s own way', () => {
    expect(functionOf(stack).VpcConfig.SubnetIds).toHaveLength(2);
  });

  it('may write tickets and incoming files, and nothing else', () => {
    const [{ PolicyDocument }] = stack.resources['GatewayHandlerRoleC2FCF14C']!.Properties!['Policies'] as [
      {
        PolicyDocument: {
          Statement: { Sid: string; Action: string | string[]; Condition?: object; Resource: unknown }[];
        };
      },
    ];
    const writes = PolicyDocument.Statement.filter(({ Action }) => /Put|Update|Delete/.test(String(Action)));
    expect(writes.map(({ Sid }) => Sid)).toEqual([
      'TakeUploads',
      'WriteTickets',
      'WriteLogs',
      'JoinNetwork',
      'CodeLeavesNetworkAlone',
    ]);
    expect(JSON.stringify(writes[0]?.Resource)).toContain('/incoming/*');
    expect(writes[1]?.Condition).toEqual({ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['upload#*'] } });
    expect(JSON.stringify(PolicyDocument)).not.toContain('s3:GetObject');
  });
});
