import type { Receipt } from '@pipeline/record-schema';
import { RefuseFile } from './errors';
import type { Invocation } from './invocation';
import type { Ports } from './ports';
import type { OpenedFile } from './opened-file';

/**
 * What follows a committed slice: the file is refused, its rest is sent on, or it ends. A redelivery of the slice comes
 * here again and does the same again, so that a crash between commit and message loses nothing.
 * @throws RefuseFile where the slice could not be read beyond a point.
 */
export async function handOn(
  { task, lastModified, key }: Pick<OpenedFile, 'task' | 'lastModified' | 'key'>,
  dataset: string,
  receipt: Receipt,
  invocation: Invocation,
  ports: Ports,
): Promise<void> {
  const slices = Object.entries(receipt.slices).map(([start, slice]) => ({ ...slice, start: Number(start) }));
  const unreadable = slices.find((slice) => slice.fault !== undefined)?.fault;
  if (unreadable) throw new RefuseFile('UNREADABLE', `${unreadable.code}: ${unreadable.message}`);

  const rest = slices.filter(({ start, after }) => after === task.slice.start && !receipt.done.has(start));
  for (const { start, ordinal, line, end } of rest) {
    await ports.queue.sendSlice(
      {
        kind: 'slice',
        fileId: task.fileId,
        address: task.address,
        origin: { ...task.origin, lastModified },
        slice: { start, ordinal, line, ...(end === undefined ? {} : { end }) },
        attempt: 0,
      },
      invocation,
    );
    ports.log.info('slice sent on', { fileId: task.fileId, slice: start });
  }

  if (slices.every(({ start }) => receipt.done.has(start))) {
    const status = receipt.rejected > 0 ? 'COMPLETED_WITH_REJECTS' : 'COMPLETED';
    await ports.receipts.finish(key, { status }, ports.clock.now(), invocation);
    ports.metrics.fileEnded(dataset, status);
    ports.log.info('file ended', { fileId: task.fileId, key: task.origin.key, status });
  }
}
