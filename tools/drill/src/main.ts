import { type DrillArguments, HELP, parseDrillArguments } from './arguments';
import { type DrillReport, runDrill } from './run-drill';

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

function report({ timeline, detectionMs, failoverMs, recoveryMs }: DrillReport, { minuteMs }: DrillArguments): string {
  const lines = timeline.map(({ ms, what }) => `${seconds(ms).padStart(9)}  ${what}`);
  const minutes = (ms: number) => `${seconds(ms)} (${(ms / minuteMs).toFixed(1)} minutes of ${minuteMs} ms)`;
  return [
    ...lines,
    '',
    `detected after  ${minutes(detectionMs)}`,
    `DNS moved after ${minutes(failoverMs)}`,
    `recovered in    ${minutes(recoveryMs)}`,
    '',
  ].join('\n');
}

async function main(): Promise<number> {
  // The SDK's plans for Node.js 20 concern whoever updates the SDK, not whoever runs this.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const options = parseDrillArguments(process.argv.slice(2));
  if (options === undefined) {
    process.stdout.write(HELP);
    return 0;
  }
  const drilled = await runDrill(options, (line) => void process.stderr.write(`${line}\n`));
  process.stdout.write(options.json ? `${JSON.stringify(drilled)}\n` : `${report(drilled, options)}\n`);
  for (const breach of drilled.breaches) process.stdout.write(`${breach}\n`);
  const { files, items, breaches } = drilled;
  const what = `${files} files sent and accounted for, ${items} items the same in both regions`;
  process.stdout.write(breaches.length === 0 ? `holds: ${what}\n` : `does not hold: ${breaches.length} breaches\n`);
  return breaches.length === 0 ? 0 : 2;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
