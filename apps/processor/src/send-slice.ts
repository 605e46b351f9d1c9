import type { SlicePart } from '@pipeline/runtime-contract';
import type { Invocation } from './invocation';
import type { OpenedFile } from './opened-file';
import type { Ports } from './ports';

/** Sends a slice of the file as a message of its own. */
export async function sendSlice(
  { task, lastModified }: Pick<OpenedFile, 'task' | 'lastModified'>,
  slice: SlicePart,
  invocation: Invocation,
  ports: Ports,
): Promise<void> {
  const { fileId, address, origin } = task;
  await ports.queue.sendSlice(
    { kind: 'slice', fileId, address, origin: { ...origin, lastModified }, slice, attempt: 0 },
    invocation,
  );
  ports.log.info('slice sent on', { fileId, slice: slice.start });
}
