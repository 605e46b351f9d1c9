import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
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

const { values: options, positionals } = parseArgs({
  options: { ...targetOptions, 'no-wait': { type: 'boolean' } },
  allowPositionals: true,
});
const json = options.json ?? false;

async function replay(fileId: string, target: Target): Promise<Verdict> {
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
  if (options['no-wait']) return { holds: true, text: `${asked} are asked for` };

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

conclude(async () => {
  const [fileId] = positionals;
  if (options.help || fileId === undefined) {
    if (!options.help) throw new Error(HELP);
    process.stdout.write(HELP);
    return undefined;
  }
  const target = await openTarget(options);
  try {
    return await replay(fileId, target);
  } finally {
    target.close();
  }
}, json);
