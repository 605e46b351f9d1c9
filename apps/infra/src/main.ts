import { join } from 'node:path';
import { contextArguments } from './context-arguments';
import { createApp } from './create-app';

try {
  createApp({
    // Built to dist/apps/infra, beside the bundles of the functions.
    code: { processor: join(__dirname, '..', 'processor'), 'deploy-hooks': join(__dirname, '..', 'deploy-hooks') },
    context: contextArguments(process.argv.slice(2)),
  }).synth();
} catch (error) {
  // The message only: a stack trace into the bundled CDK helps nobody who mistyped a setting.
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
