import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const WORKSPACE = join(__dirname, '../../..');
/** As deep in the workspace as the build's own. */
const FOLDER = join(WORKSPACE, 'dist/tools', `simulator-spec-${process.pid}`);
const MAIN = join(FOLDER, 'main.js');

beforeAll(() => {
  buildSync({
    entryPoints: [join(__dirname, 'main.ts')],
    outfile: MAIN,
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'error',
  });
});
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

const sim = (...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], { cwd: WORKSPACE, encoding: 'utf8' });
  const lines = stdout.trimEnd().split('\n');
  return { status, stderr, lines, verdict: lines.at(-1) };
};

describe('npm run sim', () => {
  it('gives the same histories in another process, and says so last', () => {
    const [one, other] = [sim('--seeds', '6', '--json'), sim('--seeds', '6', '--json')];
    expect(one.status).toBe(0);
    expect(one.verdict).toMatch(/^holds: 0 rows lost, 0 doubled, 0 unaccounted for in 6 seeds, /);
    const history = (run: typeof one) => (JSON.parse(run.lines[0] ?? '') as { history: string }).history;
    expect(history(one)).toMatch(/^[0-9a-f]{16}$/);
    expect(history(other)).toBe(history(one));
  });

  it.each([
    [['--seed', '0'], '--seed takes a whole number from 1 on, not "0".'],
    [['--faults', 'F99'], 'There is no fault class "F99"; they are F1 to F45 (docs/reliability.md).'],
    [['--faults', 'F17'], "F17 can't be injected yet; docs/reliability.md says what it waits for."],
    [['--share', '2'], '--share takes a probability from 0 to 1, not "2".'],
  ])('refuses %j', (args, message) => {
    expect(sim(...args)).toMatchObject({ status: 1, stderr: expect.stringContaining(message) });
  });
});
