// `npm start`: builds and synthesises what changed, then runs the local cloud in this process.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const workspace = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const require = createRequire(import.meta.url);
process.chdir(process.env.INIT_CWD ?? process.cwd());

const nx = spawnSync(
  process.execPath,
  [
    require.resolve('nx/bin/nx.js'),
    'run-many',
    '-t',
    'build',
    'synth',
    '-p',
    'infra',
    'local-cloud',
    '--output-style=static',
  ],
  {
    cwd: workspace,
    encoding: 'utf8',
    env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', NX_VERBOSE_LOGGING: 'false' },
    maxBuffer: 1 << 26,
  },
);
if (nx.status !== 0) {
  process.stderr.write(
    `${nx.stdout ?? ''}${nx.stderr ?? ''}\nThe build failed: mend what it says above and start again.\n`,
  );
  process.exit(1);
}
process.env.PIPELINE_WORKSPACE = workspace;
require(join(workspace, 'dist/tools/local-cloud/main.js'));
