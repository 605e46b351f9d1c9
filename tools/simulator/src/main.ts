import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { runCommand } from '@pipeline/command-line';
import { bundleFunction } from './function/load-function';
import { raisedVersions } from './function/raised-versions';
import { type Arguments, HELP, readArguments } from './run/arguments';
import { runCrashPoints } from './run/crash-points';
import { runMutants } from './run/mutants';
import type { Outcome } from './run/outcome';
import { runSameTable } from './run/same-table';
import { runSeeds } from './run/seeds';
import { serveJobs } from './run/simulate-in-thread';
import { runStorm } from './run/storm';
import { ThreadPool } from './run/thread-pool';

/** The bundle is `dist/tools/simulator/main.js`. */
const WORKSPACE = join(__dirname, '../../..');

/** Lines, then the verdict as the last one. */
async function sim(argv: readonly string[]): Promise<number> {
  const args = readArguments(argv);
  const pool = new ThreadPool(__filename, WORKSPACE);
  try {
    pool.load('app', await bundleFunction(WORKSPACE));
    if (args.command === 'seeds') pool.load('next', await bundleFunction(WORKSPACE, raisedVersions));
    const { holds, verdict, figures, lines } = await run(args, pool);
    process.stdout.write(args.json ? `${JSON.stringify(figures)}\n` : lines.map((line) => `${line}\n`).join(''));
    process.stdout.write(`${verdict}\n`);
    return holds ? 0 : 2;
  } finally {
    await pool.close();
  }
}

function run(args: Arguments, pool: ThreadPool): Promise<Outcome> {
  switch (args.command) {
    case 'seeds':
      return runSeeds(args, pool, commitOf(WORKSPACE));
    case 'same-table':
      return runSameTable(args, pool);
    case 'storm':
      return runStorm(args, pool);
    case 'mutants':
      return runMutants(args, pool, WORKSPACE);
    case 'crash-points':
      return runCrashPoints(args, pool);
  }
}

/** With the seed it says all that a replay needs; outside a clone nobody knows it. */
function commitOf(workspace: string): string {
  try {
    return execFileSync('git', ['rev-parse', '--short=12', 'HEAD'], {
      cwd: workspace,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
      .toString()
      .trim();
  } catch {
    return 'unknown';
  }
}

if (isMainThread) void runCommand(HELP, sim);
else serveJobs();
