import { runCommand } from '@pipeline/command-line';
import { type DrillArguments, HELP, parseDrillArguments } from './arguments';
import { type Drilled, drillTable, timelineReport, titleOf, verdict } from './report';
import { runDrill } from './run-drill';

const tell = (line: string) => void process.stderr.write(`${line}\n`);
const print = (line: string) => void process.stdout.write(`${line}\n`);

/** Of many drills one that can't be run stops none of the others. */
async function tryDrill(options: DrillArguments): Promise<Drilled> {
  try {
    return { ...options, report: await runDrill(options, tell) };
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    tell(failure);
    return { ...options, failure };
  }
}

async function drill(argv: readonly string[]): Promise<number> {
  const asked = parseDrillArguments(argv);
  const drilled: Drilled[] = [];
  for (const options of asked.drills) {
    if (asked.all) tell(`— drill ${drilled.length + 1} of ${asked.drills.length}: ${titleOf(options)}`);
    const one = await tryDrill(options);
    drilled.push(one);
    if (asked.json) print(JSON.stringify(one));
    else if (!asked.all && 'report' in one) print(timelineReport(one, one.report));
    if ('report' in one) for (const breach of one.report.breaches) print(`${titleOf(one)}: ${breach}`);
  }
  if (asked.all && !asked.json) print(drillTable(drilled));
  const { line, code } = verdict(drilled);
  print(line);
  return code;
}

// What was started may hold the process open.
void runCommand(HELP, drill).finally(() => process.exit());
