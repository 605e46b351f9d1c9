import type { Receipt } from '@pipeline/record-schema';
import { RefuseFile, type RefusalCode } from './errors';
import type { FileTask } from './file-task';
import type { Invocation } from './invocation';
import type { Ports } from './ports';
import type { OpenedFile } from './opened-file';
import { sendSlice } from './send-slice';
import { tooManyRejects } from './too-many-rejects';

/**
 * What follows a committed slice: the file is refused, its rest is sent on, or it ends. A redelivery of the slice comes
 * here again and does the same again, so that a crash between commit and message loses nothing.
 * @throws RefuseFile where the slice could not be read beyond a point.
 */
export async function handOn(
  file: Pick<OpenedFile, 'task' | 'lastModified' | 'key'>,
  dataset: string,
  receipt: Receipt,
  invocation: Invocation,
  ports: Ports,
): Promise<void> {
  const { task, key } = file;
  const own = receipt.slices[task.slice.start];
  if (own?.fault) throw unreadable(own.fault);

  const slices = Object.entries(receipt.slices).map(([start, slice]) => ({ ...slice, start: Number(start) }));
  const rest = slices.filter(({ start, after }) => after === task.slice.start && !receipt.done.has(start));
  for (const { start, ordinal, line, end } of rest) {
    const slice = { start, ordinal, line, ...(end === undefined ? {} : { end }) };
    await sendSlice(file, slice, invocation, ports);
  }

  // Slices run side by side: what ended the file may be another one's to tell. This one's rows stand.
  const refusal = refusedElsewhere(task, slices, receipt);
  if (refusal) {
    const fault = { code: refusal.code, message: refusal.message };
    await ports.receipts.finish(key, { status: 'FAILED', fault }, ports.clock.now(), invocation);
    return;
  }
  if (slices.every(({ start }) => receipt.done.has(start))) {
    const status = receipt.rejected > 0 ? 'COMPLETED_WITH_REJECTS' : 'COMPLETED';
    await ports.receipts.finish(key, { status }, ports.clock.now(), invocation);
    ports.metrics.fileEnded(dataset, status);
    ports.log.info('file ended', { fileId: task.fileId, key: task.origin.key, status });
  }
}

const TOO_MANY_SLICES: RefusalCode = 'TOO_MANY_SLICES';

const unreadable = ({ code, message }: NonNullable<Receipt['fault']>): RefuseFile =>
  code === TOO_MANY_SLICES ? new RefuseFile(code, message) : new RefuseFile('UNREADABLE', `${code}: ${message}`);

/** Why another slice, whose message is among the dead letters, ended the file. */
function refusedElsewhere(
  { slice }: FileTask,
  slices: readonly (Receipt['slices'][string] & { readonly start: number })[],
  receipt: Receipt,
): RefuseFile | undefined {
  const broken = slices.find(({ fault }) => fault)?.fault;
  if (broken) return unreadable(broken);
  const held = slices.some(({ held, start, after }) => held && after !== slice.start && !receipt.done.has(start));
  return held ? tooManyRejects(receipt) : undefined;
}
