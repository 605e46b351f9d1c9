// Adds up the totals of jest's JSON results, one file per project; the last line is theirs.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder] = process.argv.slice(2);
let passed = 0;
let failed = 0;
for (const file of readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .sort()) {
  const result = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  // A suite that could not run has no failed test of its own, and is a failure all the same.
  const broken = result.numRuntimeErrorTestSuites;
  console.log(`${file.padEnd(28)} ${result.numPassedTests} passed, ${result.numFailedTests + broken} failed`);
  passed += result.numPassedTests;
  failed += result.numFailedTests + broken;
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
