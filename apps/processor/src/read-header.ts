import { createReader } from '@pipeline/file-formats';
import { RefuseFile } from './errors';
import type { FileTask } from './file-task';
import type { Invocation } from './invocation';
import { sliceBytes } from './object-bytes';
import type { Ports } from './ports';
import type { Reading } from './opened-file';
import { readerLimits } from './reader-limits';

/**
 * The header of a CSV whose slice begins after it, read again from the pinned object: a header may be longer than a
 * queue message or an item can carry, and one small read per slice costs nothing (docs/decisions/0003).
 */
export async function readHeader(
  { address }: Pick<FileTask, 'address'>,
  { dataset, format }: Reading,
  invocation: Invocation,
  ports: Ports,
): Promise<readonly string[]> {
  const object = await ports.objects.open(address, 0, invocation);
  try {
    const options = {
      limits: readerLimits(ports.environment),
      ...(dataset.delimiter === undefined ? {} : { delimiter: dataset.delimiter }),
    };
    const reader = createReader(format.format, options, () => undefined);
    for await (const chunk of sliceBytes(object.chunks, format.gzip, { start: 0 }, options.limits).chunks) {
      reader.push(chunk);
      if (reader.header) return reader.header;
    }
  } finally {
    object.close();
  }
  throw new RefuseFile('UNREADABLE', 'The file has no header. Write the column names into its first line.');
}
