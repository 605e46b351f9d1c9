import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { awsPorts, createHandler } from '@pipeline/processor';
import type { awsPorts as sentinelPorts, createHandler as createSentinel } from '@pipeline/sentinel';
import type { awsPorts as auditorPorts, createHandler as createAuditor } from '@pipeline/stream-auditor';
import { build } from 'esbuild';
import type { Scheduler, Timer } from '../engine/scheduler';
import { simulatedZlib } from './simulated-zlib';

/** A change of the app's source; `find` must stand in the file exactly once. */
export interface Patch {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** The functions of one build. */
export interface FunctionUnderTest {
  readonly createHandler: typeof createHandler;
  readonly awsPorts: typeof awsPorts;
  readonly createAuditor: typeof createAuditor;
  readonly auditorPorts: typeof auditorPorts;
  readonly createSentinel: typeof createSentinel;
  readonly sentinelPorts: typeof sentinelPorts;
}

/** Whose virtual time the function's timers run on. */
export interface Timers {
  scheduler: Scheduler | undefined;
}

/**
 * The function's source with patches, as one CommonJS text. Nothing is written to disk.
 * @throws Error when a patch does not fit the source any more
 */
export async function bundleFunction(workspace: string, patches: readonly Patch[] = []): Promise<string> {
  const patched = new Map<string, string>();
  for (const { file, find, replace } of patches) {
    const path = join(workspace, file);
    const source = patched.get(path) ?? readFileSync(path, 'utf8');
    const parts = source.split(find);
    if (parts.length !== 2) {
      throw new Error(`The patch of ${file} fits ${parts.length - 1} times instead of once. Write it anew:\n${find}`);
    }
    patched.set(path, parts.join(replace));
  }
  const loaded = new Set<string>();
  const { outputFiles } = await build({
    entryPoints: [join(workspace, 'tools/simulator/src/function/function-under-test.ts')],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'silent',
    tsconfig: join(workspace, 'tsconfig.base.json'),
    external: ['@aws-sdk/*', '@smithy/*', 'io-ts', 'fp-ts'],
    plugins: [
      {
        name: 'patches',
        setup: ({ onLoad }) =>
          onLoad({ filter: /\.ts$/ }, ({ path }) => {
            const contents = patched.get(path);
            if (contents === undefined) return undefined;
            loaded.add(path);
            return { contents, loader: 'ts' };
          }),
      },
    ],
  });
  const unused = [...patched.keys()].filter((path) => !loaded.has(path));
  if (unused.length > 0) throw new Error(`Patched, and no part of the function: ${unused.join(', ')}`);
  return outputFiles[0]?.text ?? '';
}

/** Evaluates a bundle. Its timers run on virtual time, its zlib is waited for; the rest of Node is Node's. */
export function evaluateFunction(code: string, workspace: string, timers: Timers): FunctionUnderTest {
  const load = createRequire(join(workspace, 'package.json'));
  const setTimeout = (action: () => void, milliseconds: number): Timer | undefined =>
    timers.scheduler?.after(milliseconds, action);
  const clearTimeout = (timer: Timer | undefined) => {
    if (timer) timer.cancelled = true;
  };
  const replaced: Readonly<Record<string, unknown>> = {
    'node:timers': { setTimeout, clearTimeout },
    'node:zlib': simulatedZlib,
  };
  const module = { exports: {} };
  const evaluate = new Function('module', 'exports', 'require', 'setTimeout', 'clearTimeout', code);
  evaluate(module, module.exports, (id: string) => replaced[id] ?? load(id), setTimeout, clearTimeout);
  return module.exports as FunctionUnderTest;
}
