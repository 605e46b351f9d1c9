import { join } from 'node:path';
import { bundlesIn } from './bundles';
import { contextArguments } from './context-arguments';
import { createApp } from './create-app';

try {
  createApp({
    // Built to dist/apps/infra, beside the bundles of the functions.
    code: bundlesIn(join(__dirname, '..')),
    context: contextArguments(process.argv.slice(2)),
  }).synth();
} catch (error) {
  // The message only: a stack trace into the bundled CDK helps nobody who mistyped a setting.
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
