import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { costReport } from './cost-report';
import { priceList } from './prices';
import { renderReport, writeInto } from './report';

/** `npm run cost`: what the synthesised stacks cost. `--json` for programs, `--write PAGE` for the docs. */
function main(): number {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean' },
      write: { type: 'string' },
      assembly: { type: 'string', default: 'cdk.out' },
    },
  });
  const report = costReport(process.cwd(), values.assembly);
  if (values.json) {
    const { asOf, verified } = priceList;
    process.stdout.write(`${JSON.stringify({ ...report, prices: { asOf, verified } })}\n`);
  } else {
    process.stdout.write(`${renderReport(report)}\n\n`);
  }
  if (values.write !== undefined) {
    const page = writeInto(readFileSync(values.write, 'utf8'), renderReport(report));
    if (page === undefined)
      throw new Error(`${values.write} has no place for the tables: see tools/cost/src/report.ts.`);
    writeFileSync(values.write, page);
  }
  const { unpriced, usdPerMonth } = report.idle;
  const verdict =
    unpriced.length > 0
      ? `does not hold: nobody has said in tools/cost/src/idle.ts what these cost: ${unpriced.join(', ')}`
      : `holds: ${usdPerMonth.toFixed(2)} USD a month while nothing comes`;
  (values.json ? process.stderr : process.stdout).write(`${verdict}\n`);
  return unpriced.length > 0 ? 2 : 0;
}

try {
  process.exitCode = main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
