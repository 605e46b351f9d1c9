import { readFileSync, writeFileSync } from 'node:fs';
import { flag, options, runCommand, text, UsageError, wholeNumber } from '@pipeline/command-line';
import { costReport, processing, readTemplates } from './cost-report';
import { type Load, loadCost } from './load';
import { priceList } from './prices';
import { renderLoad, renderReport, writeInto } from './report';

const HELP = `npm run cost -- [options]: what the synthesised stacks cost while nothing comes, and what a load costs.

  --rows N         what a load of so many new rows costs, by service …
  --bytes N        … of so many bytes each (300)
  --assembly DIR   the synthesised stacks (cdk.out)
  --json           for programs
  --write PAGE     puts the tables into the page, docs/deploy.md
  --help
`;

function tellCost(argv: readonly string[]): number {
  const { values } = options(argv, { json: flag, write: text, rows: text, bytes: text, assembly: text });
  const { assembly = 'cdk.out' } = values;
  if (values.rows !== undefined || values.bytes !== undefined) {
    return tellLoad(
      { rows: wholeNumber('rows', values.rows ?? '1e6'), bytes: wholeNumber('bytes', values.bytes ?? '300') },
      assembly,
      values.json ?? false,
    );
  }
  const report = costReport(process.cwd(), assembly);
  if (values.json) {
    const { asOf, verified } = priceList;
    process.stdout.write(`${JSON.stringify({ ...report, prices: { asOf, verified } })}\n`);
  } else {
    process.stdout.write(`${renderReport(report)}\n\n`);
  }
  if (values.write !== undefined) {
    const page = writeInto(readFileSync(values.write, 'utf8'), renderReport(report));
    if (page === undefined)
      throw new UsageError(`${values.write} has no place for the tables: see tools/cost/src/report.ts.`);
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

void runCommand(HELP, tellCost);
