import { promises } from 'node:dns';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { ACTIVE_REGION_RECORD } from '@pipeline/runtime-contract';
import { type Served, serve } from '../http/testing/serve';
import type { JsonObject, Stack } from '../template/load-assembly';
import { makeDnsPlans } from '../template/plan';
import { createMinute } from '../time/minute';
import { type Route53, startRoute53 } from './route53';

const HOST = 'abc.execute-api.us-east-1.amazonaws.com';
const check = (config: JsonObject) => ({
  Type: 'AWS::Route53::HealthCheck',
  Properties: { HealthCheckConfig: config },
});
const idOf = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'HealthCheckId'] });
const available = (alarm: string) =>
  check({
    Type: 'CLOUDWATCH_METRIC',
    AlarmIdentifier: { Name: alarm, Region: { Ref: 'AWS::Region' } },
    InsufficientDataHealthStatus: 'Unhealthy',
  });
const record = (region: string, Failover: string, logicalId: string) => ({
  Type: 'AWS::Route53::RecordSet',
  Properties: {
    HostedZoneId: { 'Fn::GetAtt': ['Zone', 'Id'] },
    Name: ACTIVE_REGION_RECORD,
    Type: 'TXT',
    TTL: '60',
    ResourceRecords: [`"${region}"`],
    SetIdentifier: region,
    Failover,
    HealthCheckId: idOf(logicalId),
  },
});
const stack: Stack = {
  name: 'east',
  region: 'us-east-1',
  assets: new Map(),
  template: {
    Resources: {
      EastAlarm: available('east-available'),
      WestAlarm: available('west-available'),
      Answers: check({
        Type: 'HTTPS',
        FullyQualifiedDomainName: HOST,
        Port: 443,
        ResourcePath: '/health',
        RequestInterval: 30,
        FailureThreshold: 3,
      }),
      East: check({ Type: 'CALCULATED', ChildHealthChecks: [idOf('EastAlarm'), idOf('Answers')], HealthThreshold: 2 }),
      Zone: { Type: 'AWS::Route53::HostedZone', Properties: { Name: 'pipeline.internal' } },
      EastRecord: record('us-east-1', 'PRIMARY', 'East'),
      WestRecord: record('us-west-2', 'SECONDARY', 'WestAlarm'),
    },
  },
};

describe('Route 53 of a template', () => {
  const states: Record<string, string> = {};
  let healthy: boolean;
  let region: Served;
  let route53: Route53;
  let turned: string[];
  const resolver = new promises.Resolver({ timeout: 1_000, tries: 2 });

  const active = async () => (await resolver.resolveTxt(ACTIVE_REGION_RECORD)).flat().join('');
  const untilActive = async (wanted: string) => {
    while ((await active()) !== wanted) await sleep(10);
  };

  beforeAll(async () => {
    const health = createServer(({ url }, response) => {
      if (url === '/health') response.writeHead(healthy ? 200 : 503).end();
      else response.end(JSON.stringify(Object.entries(states).map(([name, state]) => ({ name, state }))));
    });
    region = await serve(health);
    const address = region.url;
    turned = [];
    route53 = await startRoute53({
      plans: makeDnsPlans({ stacks: [stack], partition: 'aws', account: '000000000000' }),
      minute: createMinute({ now: () => Date.now() }, 300),
      endpoint: () => address,
      addressOf: (host) => (host === HOST ? address : undefined),
      port: 0,
      changed: (of, { label, healthy: is }) => turned.push(`${of} ${label} ${is}`),
    });
    const server = route53.nameServer('us-east-1');
    resolver.setServers([`${server?.address}:${server?.port}`]);
  });
  afterAll(async () => {
    await route53.stop();
    await region.stop();
  });
  beforeEach(async () => {
    Object.assign(states, { 'east-available': 'OK', 'west-available': 'OK' });
    healthy = true;
    await untilActive('us-east-1');
  });

  it('moves the name with the alarm, and back', async () => {
    states['east-available'] = 'ALARM';
    await untilActive('us-west-2');
    states['east-available'] = 'OK';
    await untilActive('us-east-1');
    expect(turned).toEqual(
      expect.arrayContaining([
        'us-east-1 east/EastAlarm false',
        'us-east-1 east/East false',
        'us-east-1 east/East true',
      ]),
    );
  });

  it('moves it when the API does not answer, whatever the alarm', async () => {
    healthy = false;
    await untilActive('us-west-2');
    expect(route53.health('us-east-1').map(({ label, healthy: is }) => [label, is])).toEqual([
      ['east/EastAlarm', true],
      ['east/WestAlarm', true],
      ['east/Answers', false],
      ['east/East', false],
    ]);
  });

  it('stays with the primary when neither is healthy', async () => {
    Object.assign(states, { 'east-available': 'ALARM', 'west-available': 'INSUFFICIENT_DATA' });
    while (route53.health('us-east-1').some(({ label, healthy: is }) => label !== 'east/Answers' && is))
      await sleep(10);
    expect(await active()).toBe('us-east-1');
  });

  it('has no name server for a region without a zone', () => {
    expect(route53.nameServer('us-west-2')).toBeUndefined();
  });
});
