import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAssembly } from './assembly';

const WORKSPACE = join(__dirname, '../../..');
const NX = require.resolve('nx/bin/nx.js');

/** The projects that `nx affected -t deploy` would deploy after a change of these files. */
function deploys(...files: readonly string[]): readonly string[] {
  const args = [NX, 'show', 'projects', '--affected', '--withTarget=deploy', '--json', `--files=${files.join()}`];
  const env = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', CI: 'true' };
  return JSON.parse(execFileSync(process.execPath, args, { cwd: WORKSPACE, encoding: 'utf8', env })) as string[];
}

describe('nx affected -t deploy', () => {
  it.each([
    ['a stack', 'apps/infra/src/tap-stack.ts'],
    ['a function', 'apps/processor/src/index.ts'],
    ['a library that is bundled', 'libs/record-schema/src/index.ts'],
    ['a dependency', 'package-lock.json'],
  ])('deploys when %s changed', (_, file) => {
    expect(deploys(file)).toEqual(['infra']);
  });

  it('deploys nothing when words, workflows or tools changed', () => {
    const files = [
      'README.md',
      'CONTRIBUTING.md',
      'docs/deploy.md',
      'docs/decisions/README.md',
      'apps/infra/README.md',
      'libs/record-schema/README.md',
      '.github/workflows/deploy.yml',
      'tools/e2e/src/weather.spec.ts',
    ];
    expect(deploys(...files)).toEqual([]);
  });
});

describe('the deployment of the standby', () => {
  it('takes its stack, whatever the environment, and no other', () => {
    const project = readFileSync(join(WORKSPACE, 'apps/infra/project.json'), 'utf8');
    const { targets } = JSON.parse(project) as {
      targets: { deploy: { configurations: { standby: { command: string } } } };
    };
    const { command } = targets.deploy.configurations.standby;
    const [, pattern = ''] = /^cdk deploy "([^"]+)" --exclusively /.exec(command) ?? [];
    const matches = new RegExp(`^${pattern.replaceAll('*', '.*')}$`);
    const stacks = readAssembly(join(WORKSPACE, 'cdk.out'));
    expect(stacks.filter(({ name }) => matches.test(name)).map(({ region }) => region)).toEqual(['us-west-2']);
    expect('serverless-pipeline-us-west-2-staging').toMatch(matches);
  });
});
