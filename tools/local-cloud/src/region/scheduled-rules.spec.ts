import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runRegion, type RunningRegion } from './run-region';
import { buildAssemblyWith } from './testing/changed-assembly';
import { freePort } from './testing/free-port';

const FUNCTION_ARN = { 'Fn::GetAtt': ['Function', 'Arn'] };
const tick = {
  Type: 'AWS::Events::Rule',
  Properties: {
    Name: 'mini-tick',
    ScheduleExpression: 'rate(1 minute)',
    Targets: [{ Id: 'Target0', Arn: FUNCTION_ARN, Input: '{"Records":[]}' }],
  },
};
const permission = {
  Type: 'AWS::Lambda::Permission',
  Properties: {
    Action: 'lambda:InvokeFunction',
    FunctionName: FUNCTION_ARN,
    Principal: 'events.amazonaws.com',
    SourceArn: { 'Fn::GetAtt': ['Tick', 'Arn'] },
  },
};

describe('scheduled rules of a region', () => {
  let directory: string;
  let region: RunningRegion | undefined;
  let port: number;
  const boot = async (resources: Readonly<Record<string, object>>) => {
    const assemblyDir = buildAssemblyWith(directory, resources);
    const options = { assemblyDir, region: 'us-east-1', port, dataDir: join(directory, 'data') };
    region = await runRegion(options);
  };
  const ask = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${port}/_local/${path}`, {
      method,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return response.json();
  };
  const invocations = () =>
    region
      ?.metrics()
      .filter(({ name }) => name === 'Invocations')
      .reduce((sum, each) => sum + each.sum, 0) ?? 0;

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'rules-'));
    port = await freePort();
  });
  afterEach(async () => {
    await region?.stop(0);
    region = undefined;
    rmSync(directory, { recursive: true });
  });

  it('fire their function minute by minute, however long a minute is, and when they are told to', async () => {
    await boot({ Tick: tick, MayTick: permission });
    expect(await ask('GET', 'clock')).toMatchObject({ minuteMs: 60_000 });
    expect(await ask('GET', 'rules')).toEqual([
      {
        name: 'mini-tick',
        schedule: 'rate(1 minute)',
        enabled: true,
        targets: ['mini-counter'],
        next: expect.any(Number),
      },
    ]);
    expect(await ask('POST', 'rules/mini-tick')).toEqual([
      {
        target: 'Target0',
        functionName: 'mini-counter',
        outcome: { kind: 'response', payload: '{"batchItemFailures":[]}' },
      },
    ]);

    const before = invocations();
    expect(await ask('PUT', 'clock', { minuteMs: 100 })).toMatchObject({ minuteMs: 100 });
    while (invocations() < before + 3) await sleep(20);
  });

  it('refuse what makes no sense, and say what there is', async () => {
    await boot({ Tick: tick, MayTick: permission });
    expect(await ask('POST', 'rules/tick')).toEqual({
      code: 'NotFound',
      message: 'There is no scheduled rule tick. There are mini-tick.',
    });
    for (const body of [{ minuteMs: 1 }, { minuteMs: 1000, pace: 2 }, {}]) {
      expect(await ask('PUT', 'clock', body)).toEqual({
        code: 'BadRequest',
        message: 'The body must be {"minuteMs": N}, with the milliseconds that a minute lasts, from 100 to 3600000.',
      });
    }
  });

  it.each([
    ['has none', {}],
    [
      'is of another function',
      { MayTick: { ...permission, Properties: { ...permission.Properties, FunctionName: 'x' } } },
    ],
    [
      'is of another rule',
      {
        MayTick: {
          ...permission,
          Properties: { ...permission.Properties, SourceArn: 'arn:aws:events:us-east-1:000000000000:rule/other' },
        },
      },
    ],
  ])('do not boot where the permission %s', async (_, resources) => {
    await expect(boot({ Tick: tick, ...resources })).rejects.toThrow(
      'EventBridge may not invoke arn:aws:lambda:us-east-1:000000000000:function:mini-counter for the rule mini-tick: add an ' +
        'AWS::Lambda::Permission of exactly this function or alias for events.amazonaws.com, lambda:InvokeFunction and the ' +
        'SourceArn arn:aws:events:us-east-1:000000000000:rule/mini-tick.',
    );
  });
});
