import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { readAssembly } from './assembly';
import type { StackDiff } from './diff-comment';

/** The command line of the CDK; its package exports nothing but its description. */
const cdk = () =>
  join(dirname(createRequire(join(process.cwd(), 'package.json')).resolve('aws-cdk/package.json')), 'bin/cdk');

/**
 * What `cdk diff` says of each stack of two assemblies. It compares two templates, so it takes no credentials.
 * @throws Error with what the CDK said when it could not compare
 */
export function templateDiffs(base: string, head: string): readonly StackDiff[] {
  const before = new Map(readAssembly(base).map((stack) => [stack.name, stack]));
  const after = readAssembly(head);
  const gone = [...before.keys()].filter((name) => !after.some((stack) => stack.name === name));
  return [
    ...after.map(({ name, template }): StackDiff => {
      const old = before.get(name);
      if (!old) return { stack: name, fate: 'new' };
      if (isDeepStrictEqual(old.template, template)) return { stack: name, fate: 'same' };
      return { stack: name, fate: 'changed', text: cdkDiff(head, name, old.file) };
    }),
    ...gone.map((stack): StackDiff => ({ stack, fate: 'gone' })),
  ];
}

function cdkDiff(assembly: string, stack: string, template: string): string {
  const args = [
    cdk(),
    'diff',
    stack,
    '--app',
    assembly,
    '--template',
    template,
    '--no-color',
    '--exclusively',
    '--build',
    '',
  ];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, CI: 'true' },
  });
  if (status !== 0) throw new Error(`cdk diff of ${stack} failed: ${stderr || stdout}`);
  return stdout.trim();
}
