import type { Receipt } from '@pipeline/record-schema';
import { RefuseFile } from './errors';
import type { Ports } from './ports';

/** A file in which nearly everything is wrong is the wrong file: above both limits it stops. */
export const isTooMany = (rejected: number, rows: number, { environment }: Pick<Ports, 'environment'>): boolean =>
  rejected > environment.MAX_REJECTED_ROWS && rejected * 100 > environment.MAX_REJECTED_PERCENT * rows;

export const tooManyRejects = ({ rejected, rows }: Pick<Receipt, 'rejected' | 'rows'>): RefuseFile =>
  new RefuseFile(
    'TOO_MANY_REJECTS',
    `${rejected} of the first ${rows} rows were rejected; the rest was not read. Correct the file and upload it again, or raise the limit and redrive the message.`,
  );
