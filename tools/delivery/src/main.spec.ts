import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipelineNames } from '@pipeline/runtime-contract';
import { smokePorts } from './clients';
import { smokeTest } from './smoke-test';
import { type LocalCloud, startLocalCloud, WORKSPACE } from './testing/local-cloud';

jest.setTimeout(120_000);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'delivery-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The steps as the workflows run them. */
function step(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const run = spawnSync(process.execPath, ['dist/tools/delivery/main.js', ...args], {
    cwd: WORKSPACE,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return { code: run.status, stdout: run.stdout, stderr: run.stderr };
}

describe('smoke, against the local cloud', () => {
  let cloud: LocalCloud;
  beforeAll(async () => {
    cloud = await startLocalCloud();
  });
  afterAll(() => cloud.stop());

  it('holds, the first time and again', () => {
    for (let time = 0; time < 2; time += 1) {
      const run = step(['smoke', '--region', 'us-east-1', '--seconds', '60'], cloud.env);
      expect(run.code).toBe(0);
      expect(run.stdout).toMatch(/^holds: us-east-1 has the receipt after [\d.]+ s\n$/);
    }
  });

  it('holds in the standby, and the primary sees it', async () => {
    const region = 'us-west-2';
    const names = pipelineNames({ environment: 'prod', region, primaryRegion: 'us-east-1' });
    // The local cloud has an endpoint for each region, AWS's own for all.
    const before = { ...process.env };
    Object.assign(process.env, cloud.env);
    const inRegion = <T>(where: string, act: () => T): T => {
      process.env['AWS_ENDPOINT_URL'] = cloud.endpoints[where];
      return act();
    };
    const ports = inRegion(region, () => smokePorts(region, names));
    const result = await smokeTest(
      { ...ports, receipt: (where, key) => inRegion(where, () => ports.receipt(where, key)) },
      { region, seenIn: 'us-east-1', timeoutSeconds: 60 },
    ).finally(() => void (process.env = before));
    expect(result.verdict).toMatch(/^holds: us-west-2 has the receipt after [\d.]+ s, and us-east-1 after [\d.]+ s$/);
  });
});

describe('diff', () => {
  const output = () => join(folder, 'output');

  it('says of each stack what changed, without credentials, to the workflow and to a reader', () => {
    const head = join(folder, 'head');
    cpSync(join(WORKSPACE, 'cdk.out'), head, { recursive: true });
    const file = join(head, 'serverless-pipeline-prod.template.json');
    const template = readFileSync(file, 'utf8');
    writeFileSync(file, template.replace('"MemorySize": 1769', '"MemorySize": 512'));
    const run = step(['diff', '--base', 'cdk.out', '--head', head], { GITHUB_OUTPUT: output() });
    expect(run.code).toBe(0);
    expect(run.stdout).toContain('**serverless-pipeline-prod** changes');
    expect(run.stdout).toMatch(/MemorySize[^]*1769[^]*512/);
    expect(run.stdout).toContain('**serverless-pipeline-us-west-2-prod** no change');
    expect(readFileSync(output(), 'utf8')).toContain(run.stdout);
  });
});

describe('a person who is wrong', () => {
  it.each([
    [[], 'There is no step ""'],
    [['smoke'], '--region is missing.'],
    [['smoke', '--region', 'eu-west-1'], 'The regions are us-east-1 and us-west-2, not "eu-west-1".'],
    [['alarms', '--since', 'noon'], '--since takes a time as 2026-01-31T23:59:59Z, not "noon".'],
    [['order', '--assembly', '/nowhere'], 'There is no /nowhere/manifest.json. Synthesise first: npm run synth'],
  ])('%j is told so, with exit code 1', (args, message) => {
    const run = step(args);
    expect(run).toMatchObject({ code: 1, stdout: '' });
    expect(run.stderr).toContain(message);
  });
});

describe('the workflows', () => {
  it('use steps and options that there are', () => {
    const { stderr: help } = step([]);
    const calls = ['deploy', 'drill', 'pull-request', 'release'].flatMap((name) =>
      [
        ...readFileSync(join(WORKSPACE, `.github/workflows/${name}.yml`), 'utf8').matchAll(
          /(?:\$PROBE|delivery\/main\.js) ([a-z].*)/g,
        ),
      ].map(([, call = '']) => call),
    );
    expect(calls.length).toBeGreaterThan(5);
    for (const call of calls) {
      const [name = '', ...rest] = call.split(' | ')[0]!.split(' ');
      const [, described = ''] = new RegExp(`^ {2}${name} +(.*)`, 'm').exec(help) ?? [];
      for (const option of rest.filter((word) => word.startsWith('--')))
        expect([call, described]).toEqual([call, expect.stringContaining(option)]);
    }
  });
});
