import { setTimeout as sleep } from 'node:timers/promises';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { flag, options, runCommand, UsageError } from '@pipeline/command-line';
import { isTerminal, type Receipt } from '@pipeline/record-schema';
import { progressBar } from './bar';
import { nextReplay, ownReceipt, planReplay } from './plan-replay';
import { receiptsOf } from './receipts';
import { rejectedOrdinals } from './rejected-rows';
import { openTarget, type Target, TARGET_HELP, targetOptions } from './target';
import { conclude, counted, type Verdict } from './verdict';

const HELP = `npm run replay -- <file id> [options]

Reads the rejected rows of one file again, after its schema or the reader was mended and deployed. What is stored then
is RESOLVED; the replay has a receipt of its own.

  --no-wait           do not wait for its end
${TARGET_HELP}
`;

/** Often enough for a bar, in milliseconds. */
const LOOK_MS = 500;

interface Wanted {
  readonly json: boolean;
  /** Until the replay has ended. */
  readonly waits: boolean;
}

async function replay(fileId: string, target: Target, { json, waits }: Wanted): Promise<Verdict> {
  const receipts = await receiptsOf(fileId, target);
  const receipt = ownReceipt(receipts, fileId, target.region);
  const ordinals = await rejectedOrdinals(receipt, target);
  if (ordinals.length === 0) return { holds: true, text: `${receipt.object.key} has no row that is rejected now` };
  const number = nextReplay(receipts);
  for (const message of planReplay(receipt, ordinals, number)) {
    await target.sqs.send(
      new SendMessageCommand({ QueueUrl: target.ingest.url, MessageBody: JSON.stringify(message) }),
    );
  }
  const asked = `replay ${number} of ${receipt.object.key}: ${counted(ordinals.length, 'row')}`;
  if (!waits) return { holds: true, text: `${asked} are asked for` };

  const bar = progressBar('replayed', process.stderr);
  const ended = await endOf(fileId, number, target, (rows) => bar.at(rows, ordinals.length)).finally(bar.stop);
  const { rows, stored, duplicate, superseded, rejected, processingStatus, fault } = ended;
  if (json)
    process.stdout.write(
      `${JSON.stringify({ fileId, replay: number, status: processingStatus, rows, stored, duplicate, superseded, rejected, fault })}\n`,
    );
  const sum = `${asked}, ${rows} read = ${stored} stored + ${duplicate} duplicate + ${superseded} superseded + ${rejected} rejected`;
  if (processingStatus === 'FAILED')
    return { holds: false, text: `${sum}; it FAILED: ${fault?.code} ${fault?.message}` };
  return { holds: rejected === 0, text: rejected === 0 ? sum : `${sum}; what is rejected stays as it is` };
}

/** The replay's receipt once it has ended. */
async function endOf(fileId: string, number: number, target: Target, seen: (rows: number) => void): Promise<Receipt> {
  for (;;) {
    const receipt = (await receiptsOf(fileId, target)).find((one) => one.replay?.number === number);
    seen(receipt?.rows ?? 0);
    if (receipt && isTerminal(receipt)) return receipt;
    await sleep(LOOK_MS);
  }
}

async function replayFile(argv: readonly string[]): Promise<number> {
  const { values, positionals } = options(argv, { ...targetOptions, 'no-wait': flag }, { words: true });
  const [fileId, ...more] = positionals;
  if (fileId === undefined || more.length > 0) throw new UsageError('Name one file by its id. --help says how.');
  const json = values.json ?? false;
  const target = await openTarget(values);
  try {
    return conclude(await replay(fileId, target, { json, waits: values['no-wait'] !== true }), json);
  } finally {
    target.close();
  }
}

void runCommand(HELP, replayFile);
