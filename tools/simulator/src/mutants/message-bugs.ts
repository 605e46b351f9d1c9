import { bug, type PlantedBug } from './planted-bug';

const processor = (file: string) => `apps/processor/src/${file}.ts`;
const contract = (file: string) => `libs/runtime-contract/src/${file}.ts`;

/** Bugs of messages and files: acknowledged without work, refused without a word, or taken for others. */
export const messageBugs: readonly PlantedBug[] = [
  bug(
    'takes seconds for milliseconds',
    processor('invocation'),
    'clock.now() + context.getRemainingTimeInMillis();',
    'clock.now() + context.getRemainingTimeInMillis() / 1_000;',
  ),
  bug(
    'answers that all succeeded',
    processor('process-batch'),
    "settled.push({ status: 'rejected', reason });",
    "settled.push({ status: 'fulfilled', value: undefined });",
  ),
  bug(
    'acknowledges what it had no time to begin',
    processor('process-batch'),
    "if (receives <= 1) throw new RetryMessage('No time was left for this message.');",
    'if (receives <= 1) return;',
  ),
  bug(
    'forgets the failure of one file of an event',
    processor('process-message'),
    'else retry ??= { reason: error };',
    '',
  ),
  bug(
    'refuses without a dead letter',
    processor('process-message'),
    'await ports.queue.sendToDeadLetters(record.body, deadLetterOf(record, refusal, task, ports), invocation);',
    '',
  ),
  bug(
    'sends dead letters without waiting',
    processor('process-message'),
    'await ports.queue.sendToDeadLetters(',
    'void ports.queue.sendToDeadLetters(',
  ),
  bug(
    'changes the body of dead letters',
    processor('process-message'),
    'sendToDeadLetters(record.body,',
    'sendToDeadLetters(JSON.stringify({ body: record.body }),',
  ),
  bug('takes every failure for the last', processor('process-file'), 'if (!last) return undefined;', ''),
  bug(
    'refuses a file and leaves its receipt as it was',
    processor('process-file'),
    'await fail(task, lastModified, refusal, invocation, ports);',
    'undefined;',
  ),
  bug(
    'takes the time of processing for that of the object',
    processor('process-file'),
    'lastModified = task.origin.lastModified ?? object.lastModified;',
    'lastModified = task.origin.lastModified ?? `${new Date(ports.clock.now()).toISOString().slice(0, 19)}.000Z`;',
  ),
  bug('tells files apart by key alone', processor('file-task'), "versionId: versionId ?? ''", "versionId: ''"),
  bug(
    'takes a copy in the other region for another file',
    processor('file-task'),
    'return { fileId: identify(origin), address, origin, slice: WHOLE_FILE, attempt: 0 };',
    'return { fileId: identify({ ...origin, key: address.key }), address, origin, slice: WHOLE_FILE, attempt: 0 };',
  ),
  bug(
    'leaves plus signs in keys',
    contract('messages'),
    "decodeURIComponent(key.replace(/\\+/g, ' '))",
    'decodeURIComponent(key)',
  ),
  bug(
    'takes a test event for a failure',
    contract('messages'),
    "t.literal('s3:TestEvent')",
    "t.literal('s3:NoSuchEvent')",
  ),
  bug(
    'acknowledges an event without records',
    contract('messages'),
    'if (isLeft(event) || event.right.Records.length === 0) {',
    'if (isLeft(event)) {',
  ),
  bug(
    'sends no slice again of a plan whose own slice is done',
    processor('process-file'),
    'await sendUndone(file, receipt, invocation, ports);',
    '',
  ),
  bug(
    'sends again of a stalled plan its own slices only, not what came of them',
    processor('plan-slices'),
    'if (receipt.done.has(slice.start)) done.push(slice.start);',
    'if (receipt.done.has(slice.start)) continue;',
  ),
];
