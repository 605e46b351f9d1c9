import { join } from 'node:path';
import colours from 'picocolors';
import type { RegionMessage } from '../region/control-messages';
import type { HealthStatus } from '../route53/health-checks';
import type { StartArguments } from './arguments';
import { checkRegions, type Cloud, regionsOf, startCloud } from './cloud';
import { openDataFolder } from './data-folder';
import { deliver, settled } from './deliver';
import type { DeliveredFile } from './delivered-file';
import { dumpTables } from './dump';
import { dumpTrail } from './dump-trail';
import { makeFolder } from './line-file';
import { countRows, type FileProgress, progressBars } from './progress';
import { type ReceiptLine, receiptLine } from './receipt-line';
import { summariseRejects } from './rejects';
import { comparisonReport, failureReport, receiptTable, rejectReport, trailReport } from './report';
import { sourcePath } from './samples';
import { pasteLines, unemulatedLine } from './welcome';

export interface Surroundings {
  readonly workspace: string;
  /** Where the synthesised templates are. */
  readonly assemblyDir: string;
  /** The program of a region's process. */
  readonly script: string;
}

/**
 * Boots the cloud, delivers the files, shows what became of them, dumps and stays up, as the arguments say.
 * @returns the exit code: 0 every file completed, 2 a file failed
 */
export async function start(
  options: StartArguments,
  { workspace, assemblyDir, script }: Surroundings,
): Promise<number> {
  // Standard output is for receipts alone where a script reads them.
  const say = (text: string) => void (options.json ? process.stderr : process.stdout).write(`${text}\n`);
  checkRegions(options.deliveries, assemblyDir);
  if (options.dump !== undefined) {
    for (const region of regionsOf(assemblyDir)) await makeFolder(join(options.dump, region), '--dump');
  }
  const data = await openDataFolder(workspace, options);
  if (data.resumed) say(`Going on with the data of a run that was killed (${data.path}); --fresh forgets it.`);

  const bars = progressBars(options.json ? process.stderr : process.stdout);
  const progress = new Map<string, FileProgress>();
  const heard = (region: string, message: RegionMessage) => {
    if (message.type === 'settled') {
      for (const [file, rows] of Object.entries(message.rows)) progress.get(file)?.rows(rows);
    } else if (message.type === 'warning') say(colours.yellow(`${region}: ${message.message}`));
    else if (message.type === 'ready') {
      say(`${colours.green('●')} ${region} is running at ${message.address.endpoint}`);
      if (message.released > 0) say(`  ${message.released} messages that were in dead hands are visible again`);
      if (message.unemulated.length > 0) say(`  ${unemulatedLine(message.unemulated)}`);
    }
  };
  const restarted = (region: string, how: string) =>
    say(colours.yellow(`${region} died (${how}); it is started again with its data`));
  const health = (seenFrom: string, { label, healthy }: HealthStatus) =>
    say(colours.yellow(`health check ${label}, as seen from ${seenFrom}: ${healthy ? 'healthy' : 'unhealthy'}`));
  const cloud = await startCloud(
    { ...options, assemblyDir, script, data: data.path, progress: bars.visible },
    { message: heard, restarted, health },
  );
  const interrupted = onInterrupt();
  const lines: ReceiptLine[] = [];
  const rejected: DeliveredFile[] = [];

  // Whether every file was waited for: an interruption ends the run before.
  let whole = false;
  const work = async (): Promise<void> => {
    const files = options.deliveries.map(async (delivery) => ({
      ...delivery,
      client: cloud.region(delivery.region),
      path: await sourcePath(delivery, workspace, join(data.path, 'samples')),
    }));
    await deliver(await Promise.all(files), {
      async uploaded(file) {
        progress.set(file.fileId, bars.file(file.key, bars.visible ? await countRows(file.path) : 0));
      },
      ended(file, receipt) {
        progress.get(file.fileId)?.end(receipt.processingStatus);
        const line = receiptLine(file, receipt);
        lines.push(line);
        if (options.json) process.stdout.write(`${JSON.stringify(line)}\n`);
        else if (!bars.visible) say(`${line.status} ${file.key} in ${line.region}: ${receipt.rows} rows`);
        if (receipt.rejected > 0) rejected.push(file);
      },
      waiting(file, seconds) {
        if (!bars.visible)
          say(`${file.key} is not done after ${seconds} s. What the region says: ${statusOf(cloud, file)}`);
      },
    });
    await settled(cloud.regions, say);
    whole = true;
  };

  try {
    await Promise.race([work(), cloud.failed, interrupted]);
    bars.stop();
    if (!whole) return 1;
    if (!options.json && lines.length > 0) say(`\n${receiptTable(lines)}`);
    const failures = failureReport(lines);
    if (failures !== '') say(failures);
    for (const file of rejected) {
      say(rejectReport(file.key, await summariseRejects(cloud.region(file.region).rejectedRows(file))));
    }
    if (options.dump !== undefined) await dump(cloud, options.dump, say);
    if (!options.exit) {
      say(
        pasteLines(
          cloud.regions.map(({ address }) => address),
          cloud.route53.nameServer,
        ),
      );
      await Promise.race([cloud.failed, interrupted]);
    }
  } finally {
    bars.stop();
    await cloud.stop();
    await data.release();
  }
  return lines.some(({ status }) => status === 'FAILED') ? 2 : 0;
}

async function dump(cloud: Cloud, folder: string, say: (text: string) => void): Promise<void> {
  say(comparisonReport(await dumpTables(cloud.regions, folder)));
  for (const client of cloud.regions) {
    say(trailReport(await dumpTrail(client, folder)));
  }
}

/** What is under way there, and what the function says, readable with any HTTP client while the region runs. */
const statusOf = (cloud: Cloud, { region }: DeliveredFile): string =>
  `${cloud.region(region).address.endpoint}/_local/status, and its log under /_local/logs`;

/** Resolves at Ctrl-C, and at the polite signal of whoever started this. */
const onInterrupt = (): Promise<void> =>
  new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
