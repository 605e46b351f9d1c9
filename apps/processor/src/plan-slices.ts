import { createSlicePlanner, type SliceStart } from '@pipeline/file-formats';
import type { Receipt } from '@pipeline/record-schema';
import { RetryMessage } from './errors';
import type { Invocation } from './invocation';
import type { OpenedFile, Reading } from './opened-file';
import type { Ports } from './ports';
import { readHeader } from './read-header';
import { readerLimits } from './reader-limits';
import { sendSlice } from './send-slice';

/** Slices that one pass plans: they are under way after a quarter of a GB of a file, while what has no end yet is planned on. */
const SLICES_OF_A_PLAN = 8;

/**
 * Slices of one object. Each takes 90 bytes of its receipt, of which DynamoDB writes all with each change and bills every
 * KB: 400 are a tenth of the 400 KB that an item may have, and leave the rest to slices that end before their time.
 */
const SLICES_OF_AN_OBJECT = 400;

/**
 * Cuts a slice that has no end and is longer than one should be into slices that run side by side. The plan is stored in
 * the receipt by whoever is first; every later delivery finds it there, and sends again what of it isn't done.
 * @returns the file with the part of it that is this message's own, its object opened for reading
 * @throws RetryMessage where the receipt went meanwhile
 */
export async function planSlices(
  file: OpenedFile,
  reading: Reading,
  receipt: Receipt,
  invocation: Invocation,
  ports: Ports,
): Promise<OpenedFile> {
  const { task } = file;
  const { start, end } = task.slice;
  const standing = receipt.slices[start];
  // A compressed object can be entered at its beginning only; the rest of a slice is one invocation's work already.
  if (reading.format.gzip || standing === undefined || standing.after !== undefined) return file;
  // Also where the message knows the end: whoever planned may have died before all was sent, and who commits is the last to know.
  if (standing.end !== undefined) return sendPlanned(file, receipt, invocation, ports);
  if (end !== undefined) return file;

  const bytes = sliceBytesOf(file.object.size, start, ports.environment.SLICE_BYTES);
  if (bytes === undefined) return file;
  const cuts = await cutsOf(file, reading, bytes, invocation, ports);
  const object = await ports.objects.open(task.address, start, invocation);
  const opened = { ...file, object };
  if (cuts.length === 0) return opened;
  const planned =
    (await ports.receipts.plan(file.key, { start, cuts }, ports.clock.now(), invocation)) ??
    (await ports.receipts.read([file.key], invocation))[0];
  if (!planned) throw new RetryMessage('The receipt of the file is gone.');
  ports.log.info('slices planned', { fileId: task.fileId, slice: start, slices: cuts.length });
  return sendPlanned(opened, planned, invocation, ports);
}

/** Bytes of the slices into which the rest of an object is cut, all about equal; undefined where it is one slice. */
export function sliceBytesOf(size: number, start: number, sliceBytes: number): number | undefined {
  const left = size - start;
  const most = Math.max(1, sliceBytes, Math.ceil(size / SLICES_OF_AN_OBJECT));
  return left <= most ? undefined : Math.ceil(left / Math.ceil(left / most));
}

/** One pass over the object, which reads no values, until there are slices enough or time runs short. */
async function cutsOf(
  { task, object }: OpenedFile,
  reading: Reading,
  sliceBytes: number,
  invocation: Invocation,
  ports: Ports,
): Promise<readonly SliceStart[]> {
  const { format, dataset } = reading;
  const { start, ordinal, line } = task.slice;
  const header = format.format === 'csv' && start > 0 ? await readHeader(task, reading, invocation, ports) : undefined;
  const planner = createSlicePlanner(
    format.format,
    {
      limits: readerLimits(ports.environment),
      start: { offset: start, ordinal, line, ...(header && { header }) },
      ...(dataset.delimiter === undefined ? {} : { delimiter: dataset.delimiter }),
    },
    sliceBytes,
  );
  try {
    for await (const chunk of object.chunks) {
      planner.push(chunk);
      if (planner.cuts.length >= SLICES_OF_A_PLAN) break;
      if (invocation.remaining() < ports.environment.SPLIT_RESERVE_MS) break;
    }
  } finally {
    object.close();
  }
  return planner.cuts.slice(0, SLICES_OF_A_PLAN);
}

/** Sends the slices that this message's was planned into, and are not done; what is left is its own. */
async function sendPlanned(
  file: OpenedFile,
  receipt: Receipt,
  invocation: Invocation,
  ports: Ports,
): Promise<OpenedFile> {
  const { task } = file;
  await sendUndone(file, receipt, invocation, ports);
  const end = receipt.slices[task.slice.start]?.end;
  return { ...file, task: { ...task, slice: { ...task.slice, ...(end === undefined ? {} : { end }) } } };
}

/**
 * Sends what is not done of the slices that this message's was planned into, and of what came of those: whoever had them may
 * be gone for good. Its own rest and what a refused slice holds are not among them.
 */
export async function sendUndone(
  file: Pick<OpenedFile, 'task' | 'lastModified'>,
  receipt: Receipt,
  invocation: Invocation,
  ports: Ports,
): Promise<void> {
  const own = file.task.slice.start;
  const undone = undoneOf(receipt, own).filter(({ after }) => after !== own);
  // What has no end goes first: whoever takes it plans on while the others write.
  for (const { start, ordinal, line, end } of [
    ...undone.filter((slice) => slice.end === undefined),
    ...undone.filter((slice) => slice.end !== undefined),
  ]) {
    await sendSlice(file, { start, ordinal, line, ...(end === undefined ? {} : { end }) }, invocation, ports);
  }
}

type StartedSlice = Receipt['slices'][string] & { readonly start: number };

/** The first slices on each way down from a slice that are not done. */
function undoneOf(receipt: Receipt, own: number): readonly StartedSlice[] {
  const cameOf = new Map<number, StartedSlice[]>();
  for (const [start, slice] of Object.entries(receipt.slices)) {
    const parent = slice.planned ?? (slice.held ? undefined : slice.after);
    if (parent !== undefined) cameOf.set(parent, [...(cameOf.get(parent) ?? []), { ...slice, start: Number(start) }]);
  }
  const undone: StartedSlice[] = [];
  const done = [own];
  for (let at = done.pop(); at !== undefined; at = done.pop()) {
    for (const slice of cameOf.get(at) ?? []) {
      if (receipt.done.has(slice.start)) done.push(slice.start);
      else undone.push(slice);
    }
  }
  return undone;
}
