import { flag, options, runCommand, text, wholeNumber } from '@pipeline/command-line';
import { readDeadLetter } from '@pipeline/runtime-contract';
import { progressBar } from './bar';
import { lookAtDeadLetters } from './dead-letters';
import { explain, explanationLines, filesOf } from './explain';
import { moveBack } from './move';
import { receiptsOf } from './receipts';
import { openTarget, type Target, TARGET_HELP, targetOptions } from './target';
import { conclude, counted, type Verdict } from './verdict';

const HELP = `npm run redrive -- [options]      explains the dead letters
npm run redrive -- --move         moves them back to the ingest queue

  --move              move all of them back
  --rate N            messages a second while moving, 1 to 500, default 10
  --most N            dead letters to explain, default 1000
${TARGET_HELP}
`;

async function list(target: Target, most: number, json: boolean): Promise<Verdict> {
  const letters = await lookAtDeadLetters(target, most);
  for (const { MessageId = '', Body = '', MessageAttributes } of letters) {
    const files = await Promise.all(
      filesOf(Body, target.region).map(async (file) => ({ ...file, receipts: await receiptsOf(file.fileId, target) })),
    );
    const explanation = explain(MessageId, readDeadLetter(MessageAttributes), files);
    process.stdout.write(`${json ? JSON.stringify(explanation) : explanationLines(explanation).join('\n')}\n`);
  }
  const queue = `${target.deadLetters.name} (${target.region})`;
  return letters.length === 0
    ? { holds: true, text: `no dead letter in ${queue}` }
    : {
        holds: false,
        text: `${counted(letters.length, 'dead letter')} in ${queue}; mend their causes, then add --move`,
      };
}

async function move(target: Target, perSecond: number): Promise<Verdict> {
  const bar = progressBar('moved back', process.stderr);
  const { moved, total, reason } = await moveBack(target, perSecond, bar.at).finally(bar.stop);
  const text = `${moved} of ${counted(total, 'dead letter')} moved back to ${target.ingest.name} (${target.region})`;
  return reason === undefined ? { holds: true, text } : { holds: false, text: `${text}: ${reason}` };
}

async function redrive(argv: readonly string[]): Promise<number> {
  const { values } = options(argv, { ...targetOptions, move: flag, rate: text, most: text });
  const perSecond = wholeNumber('rate', values.rate ?? '10', 1, 500);
  const most = wholeNumber('most', values.most ?? '1000', 1, 100_000);
  const json = values.json ?? false;
  const target = await openTarget(values);
  try {
    return conclude(values.move ? await move(target, perSecond) : await list(target, most, json), json);
  } finally {
    target.close();
  }
}

void runCommand(HELP, redrive);
