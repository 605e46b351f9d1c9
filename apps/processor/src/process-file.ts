import { datasetOf, isComplete, newReceipt, type Receipt, type ReceiptKey, receiptKey } from '@pipeline/record-schema';
import { formatOf } from '@pipeline/file-formats';
import { isRefuseFile, type RefusalCode, RefuseFile, RetryMessage, reasonOf } from './errors';
import type { FileTask } from './file-task';
import { handOn } from './hand-on';
import type { Invocation } from './invocation';
import type { OpenedFile } from './opened-file';
import { planSlices, sendUndone } from './plan-slices';
import type { OpenedObject, Ports, SliceCommit } from './ports';
import { readSlice } from './read-slice';
import { tooManyRejects } from './too-many-rejects';
import { withinReceipt } from './within-receipt';

/**
 * One file, or the slice of it that the task names, from its object to its receipt. A file that any region completed is
 * left alone; of a slice that is marked done only what comes of it and is not done is sent again.
 * @param last whether the message's receives end with this one: then every fault is terminal.
 * @throws RefuseFile once the receipt says FAILED; anything else means that the message should come back.
 */
export async function processFile(task: FileTask, last: boolean, invocation: Invocation, ports: Ports): Promise<void> {
  let lastModified = task.origin.lastModified ?? task.deliveredAt;
  try {
    if (
      task.origin.lastModified !== undefined &&
      (await completed(task, task.origin.lastModified, invocation, ports))
    ) {
      return;
    }
    const fromByte = formatOf(task.origin.key)?.gzip ? 0 : task.slice.start;
    const object = await ports.objects.open(task.address, fromByte, invocation);
    try {
      lastModified = task.origin.lastModified ?? object.lastModified;
      await processOpened({ task, object, lastModified, key: keyOf(task, lastModified, ports) }, invocation, ports);
    } finally {
      object.close();
    }
  } catch (error) {
    const refusal = refusalOf(error, last);
    if (refusal === undefined || lastModified === undefined) throw refusal ?? error;
    const failed = await fail(task, lastModified, refusal, invocation, ports);
    if (isToldElsewhere(failed, task, refusal)) return;
    ports.metrics.fileEnded(datasetOf(task.origin.key)?.name ?? 'none', 'FAILED');
    throw refusal;
  }
}

async function processOpened(file: OpenedFile, invocation: Invocation, ports: Ports): Promise<void> {
  const { task, key } = file;
  const dataset = datasetOf(task.origin.key);
  const format = formatOf(task.origin.key);
  if (!dataset || !format) {
    throw new RefuseFile(
      'UNKNOWN_DATASET',
      `"${task.origin.key}" belongs to no dataset. Upload to incoming/<dataset>/ with a suffix that the dataset declares.`,
    );
  }
  if (task.origin.lastModified === undefined && (await completed(task, file.lastModified, invocation, ports))) return;
  await ports.receipts.create(receiptOf(file, dataset.name, ports), invocation);
  const receipt = await ports.receipts.begin(key, ports.clock.now(), invocation);
  if (!receipt) return;
  if (receipt.done.has(task.slice.start)) {
    await sendUndone(file, receipt, invocation, ports);
    return handOn(file, dataset.name, receipt, invocation, ports);
  }

  ports.log.info('slice begun', { fileId: task.fileId, key: task.origin.key, slice: task.slice.start });
  const begun = ports.clock.now();
  const retriesBefore = invocation.retries();
  const part = await planSlices(file, { dataset, format }, receipt, invocation, ports);
  const commit = withinReceipt(await readPart(part, { dataset, format }, receipt, invocation, ports), receipt);
  const committed = await ports.receipts.commitSlice(key, commit, ports.clock.now(), invocation);
  if (committed) {
    const { counts, bytes } = commit;
    ports.metrics.slice({
      dataset: dataset.name,
      counts,
      bytes,
      durationMs: ports.clock.now() - begun,
      retries: invocation.retries() - retriesBefore,
    });
    ports.log.info('slice committed', {
      fileId: task.fileId,
      slice: task.slice.start,
      ...counts,
      next: commit.next?.start,
    });
    if (commit.tooManyRejects) throw tooManyRejects(committed);
    return handOn(file, dataset.name, committed, invocation, ports);
  }
  // The mark was there: another delivery of the same slice was faster, and its counts stand.
  const [standing] = await ports.receipts.read([key], invocation);
  if (standing && !standing.done.has(task.slice.start)) {
    throw new RetryMessage(
      'Another delivery planned the file into slices while this one read on beyond the first of them.',
    );
  }
  if (standing) await handOn(file, dataset.name, standing, invocation, ports);
}

/** Reads a slice whose object may have been opened anew for it. */
async function readPart(part: OpenedFile, ...rest: Rest<typeof readSlice>): Promise<SliceCommit> {
  try {
    return await readSlice(part, ...rest);
  } finally {
    part.object.close();
  }
}

type Rest<F> = F extends (first: never, ...rest: infer R) => unknown ? R : never;

const keyOf = ({ fileId }: FileTask, lastModified: string, ports: Ports): ReceiptKey =>
  receiptKey({ fileId, lastModified, region: ports.environment.TABLE_REGION });

/** A file is complete when the receipt of either region is. */
async function completed(
  { fileId, origin }: FileTask,
  lastModified: string,
  invocation: Invocation,
  ports: Ports,
): Promise<boolean> {
  const keys = ports.environment.PIPELINE_REGIONS.map((region) => receiptKey({ fileId, lastModified, region }));
  const complete = (await ports.receipts.read(keys, invocation)).find(isComplete);
  if (complete) ports.log.info('file is complete already', { fileId, key: origin.key, by: complete.originRegion });
  return complete !== undefined;
}

function receiptOf({ task, object, lastModified }: OpenedFile, dataset: string, ports: Ports): Receipt {
  return newReceipt({
    fileId: task.fileId,
    dataset,
    object: { ...task.address, ...versionOf(object), size: object.size, lastModified },
    origin: task.origin,
    region: ports.environment.TABLE_REGION,
    shardCount: ports.environment.STATUS_SHARDS,
    now: ports.clock.now(),
  });
}

const versionOf = ({ versionId, etag }: OpenedObject) => ({
  ...(versionId === undefined ? {} : { versionId }),
  ...(etag === undefined ? {} : { etag }),
});

/** What ends a message: a refusal, or at its last receive whatever went wrong. */
export function refusalOf(error: unknown, last: boolean): RefuseFile | undefined {
  if (isRefuseFile(error)) return error;
  if (!last) return undefined;
  return new RefuseFile('RETRIES_EXHAUSTED', `Every receive of the message failed, the last with: ${reasonOf(error)}`, {
    cause: error,
  });
}

/** What no redrive mends: of all the slices of a file that end so, one message is dead letter enough. */
const TOLD_ONCE: ReadonlySet<RefusalCode> = new Set(['OBJECT_GONE', 'UNREADABLE', 'TOO_MANY_SLICES']);

/** Whether the dead letter of the file is another slice's message. The receipt knows whose, so that none is lost by a crash. */
const isToldElsewhere = (failed: Receipt | undefined, { slice }: FileTask, { code }: RefuseFile): boolean =>
  TOLD_ONCE.has(code) && failed?.toldBy !== undefined && failed.toldBy !== slice.start;

/** The receipt says FAILED, whether it was there before or not; one that is completed stays as it is. */
async function fail(
  task: FileTask,
  lastModified: string,
  refusal: RefuseFile,
  invocation: Invocation,
  ports: Ports,
): Promise<Receipt | undefined> {
  const { fileId, address, origin } = task;
  const { TABLE_REGION: region, STATUS_SHARDS: shardCount } = ports.environment;
  const dataset = datasetOf(origin.key)?.name;
  const now = ports.clock.now();
  const object = { ...address, lastModified };
  await ports.receipts.create(
    newReceipt({ fileId, object, origin, region, shardCount, now, ...(dataset === undefined ? {} : { dataset }) }),
    invocation,
  );
  const fault = { code: refusal.code, message: refusal.message };
  const ending = { status: 'FAILED', fault, ...(TOLD_ONCE.has(refusal.code) && { teller: task.slice.start }) } as const;
  return ports.receipts.finish(keyOf(task, lastModified, ports), ending, now, invocation);
}
