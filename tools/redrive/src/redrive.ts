import { parseArgs } from 'node:util';
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

const { values: options } = parseArgs({
  options: { ...targetOptions, move: { type: 'boolean' }, rate: { type: 'string' }, most: { type: 'string' } },
});
const json = options.json ?? false;

function wholeNumber(name: string, text: string | undefined, otherwise: number, most: number): number {
  const value = Number(text ?? otherwise);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new Error(`--${name} takes a whole number from 1 to ${most}, not "${text}".`);
}

async function list(target: Target, most: number): Promise<Verdict> {
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

conclude(async () => {
  if (options.help) {
    process.stdout.write(HELP);
    return undefined;
  }
  const perSecond = wholeNumber('rate', options.rate, 10, 500);
  const most = wholeNumber('most', options.most, 1_000, 100_000);
  const target = await openTarget(options);
  try {
    return options.move ? await move(target, perSecond) : await list(target, most);
  } finally {
    target.close();
  }
}, json);
