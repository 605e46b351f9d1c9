import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { costReport, processing, readTemplates } from './cost-report';
import { type Load, loadCost } from './load';
import { priceList } from './prices';
import { renderLoad, renderReport, writeInto } from './report';

/**
 * `npm run cost`: what the synthesised stacks cost. `--rows N --bytes N`: what a load of new rows costs, by service. `--json`
 * for programs, `--write PAGE` for the docs.
 */
function main(): number {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean' },
      write: { type: 'string' },
      rows: { type: 'string' },
      bytes: { type: 'string' },
      assembly: { type: 'string', default: 'cdk.out' },
    },
  });
  if (values.rows !== undefined || values.bytes !== undefined) {
    return tellLoad(
      { rows: amount('rows', values.rows ?? '1e6'), bytes: amount('bytes', values.bytes ?? '300') },
      values.assembly,
      values.json ?? false,
    );
  }
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

function tellLoad(load: Load, assembly: string, json: boolean): number {
  const lines = loadCost(load, processing(readTemplates(assembly)));
  process.stdout.write(json ? `${JSON.stringify({ ...load, lines })}\n` : `${renderLoad(load, lines)}\n\n`);
  const total = lines.reduce((sum, { usd }) => sum + usd, 0);
  const perMillion = (total / load.rows) * 1_000_000;
  const verdict = `holds: ${total.toFixed(2)} USD, ${perMillion.toFixed(2)} a million rows; by unverified prices of ${priceList.asOf}`;
  (json ? process.stderr : process.stdout).write(`${verdict}\n`);
  return 0;
}

function amount(option: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new Error(`--${option} takes a whole number from 1 on, such as 1000000 or 1e9, not "${text}".`);
}

try {
  process.exitCode = main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
