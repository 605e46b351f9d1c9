import { join } from 'node:path';
import colours from 'picocolors';
import type { RegionAddress } from '../region/boot-report';
import type { RegionMessage } from '../region/control-messages';
import type { StartArguments } from './arguments';
import { openDataFolder } from './data-folder';
import { deliver, drained } from './deliver';
import type { DeliveredFile } from './delivered-file';
import { dumpItems } from './dump';
import { countRows, type FileProgress, progressBars } from './progress';
import { type ReceiptLine, receiptLine } from './receipt-line';
import { RegionClient } from './region-client';
import { summariseRejects } from './rejects';
import { receiptTable, rejectReport } from './report';
import { sourcePath } from './samples';
import { type SupervisedRegion, superviseRegion } from './supervise';
import { pasteLines, unemulatedLine } from './welcome';

export interface Surroundings {
  readonly workspace: string;
  /** Where the synthesised templates are. */
  readonly assemblyDir: string;
  /** The program of a region's process. */
  readonly script: string;
}

const REGION = 'us-east-1';

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
  const data = await openDataFolder(workspace, options);
  if (data.resumed) say(`Going on with the data of a run that was killed (${data.path}); --fresh forgets it.`);

  const bars = progressBars(options.json ? process.stderr : process.stdout);
  const progress = new Map<string, FileProgress>();
  const heard = (message: RegionMessage) => {
    if (message.type === 'settled') {
      for (const [file, rows] of Object.entries(message.rows)) progress.get(file)?.rows(rows);
    } else if (message.type === 'warning') say(colours.yellow(message.message));
    else if (message.type === 'ready') {
      say(`${colours.green('●')} ${REGION} is running at ${message.address.endpoint}`);
      if (message.released > 0) say(`  ${message.released} messages that were in dead hands are visible again`);
      if (message.unemulated.length > 0) say(`  ${unemulatedLine(message.unemulated)}`);
    }
  };
  const region = await superviseRegion(
    script,
    {
      assemblyDir,
      region: REGION,
      port: options.port,
      dataDir: join(data.path, REGION),
      progress: bars.visible,
      ...(options.node === undefined ? {} : { node: options.node }),
    },
    {
      message: heard,
      restarted: (how) => say(colours.yellow(`${REGION} died (${how}); it is started again with its data`)),
    },
  );
  const interrupted = onInterrupt();
  const client = new RegionClient(region.address);
  const lines: ReceiptLine[] = [];
  const rejected: DeliveredFile[] = [];

  // Whether every file was waited for: an interruption ends the run before.
  let whole = false;
  const work = async (): Promise<void> => {
    const files = await Promise.all(
      options.deliveries.map(async (delivery) => ({
        ...delivery,
        path: await sourcePath(delivery, workspace, join(data.path, 'samples')),
      })),
    );
    await deliver(files, client, {
      async uploaded(file) {
        progress.set(file.fileId, bars.file(file.key, bars.visible ? await countRows(file.path) : 0));
      },
      async ended(file, receipt) {
        progress.get(file.fileId)?.end(receipt.processingStatus);
        lines.push(receiptLine(file, receipt));
        if (options.json) process.stdout.write(`${JSON.stringify(lines.at(-1))}\n`);
        else if (!bars.visible) say(`${receipt.processingStatus} ${file.key}: ${receipt.rows} rows`);
        if (receipt.rejected > 0) rejected.push(file);
      },
      waiting(file, seconds) {
        if (bars.visible) return;
        say(`${file.key} is not done after ${seconds} s. What the function says: ${logsOf(region.address)}`);
      },
    });
    await drained(client);
    whole = true;
  };

  try {
    await Promise.race([work(), region.failed, interrupted]);
    bars.stop();
    if (!whole) return 1;
    if (!options.json && lines.length > 0) say(`\n${receiptTable(lines)}`);
    for (const file of rejected) say(rejectReport(file.key, await summariseRejects(client.rejectedRows(file))));
    if (options.dump !== undefined)
      say(`${await dumpItems(client, options.dump)} items of ${REGION} in ${options.dump}`);
    if (!options.exit) {
      say(pasteLines(region.address));
      await Promise.race([region.failed, interrupted]);
    }
  } finally {
    bars.stop();
    await end(client, region);
    await data.release();
  }
  return lines.some(({ status }) => status === 'FAILED') ? 2 : 0;
}

/** The log of the function, readable with any HTTP client while the region runs. */
const logsOf = ({ endpoint }: RegionAddress): string => `${endpoint}/_local/status, and its log under /_local/logs`;

async function end(client: RegionClient, region: SupervisedRegion): Promise<void> {
  client.close();
  await region.stop();
}

/** Resolves at Ctrl-C, and at the polite signal of whoever started this. */
const onInterrupt = (): Promise<void> =>
  new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
