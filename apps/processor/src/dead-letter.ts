import type { DeadLetterContext } from '@pipeline/runtime-contract';
import type { SQSRecord } from 'aws-lambda';
import { type RefusalCode, type RefuseFile, reasonOf } from './errors';
import type { FileTask } from './file-task';
import type { Ports } from './ports';

const REDRIVE = 'move the message back with `npm run redrive -- --move`.';

/** What somebody who finds the message among the dead letters should do. */
const repairs: Readonly<Record<RefusalCode, string>> = {
  UNKNOWN_DATASET: `Upload the file under a dataset's prefix and suffix; or add the dataset, deploy, and ${REDRIVE}`,
  OBJECT_GONE: 'Ask the producer to upload the file again; then purge this message: its bytes are gone.',
  UNREADABLE:
    'Ask the producer to upload a whole file under the same key, then purge this message: the rows read so far stand.',
  TOO_MANY_REJECTS: `Correct the file and upload it again; or correct the schema or raise the limit, deploy, and ${REDRIVE}`,
  TOO_MANY_SLICES:
    'Give the table more write capacity, or split the file, and upload it again; then purge this message: the rows read so far stand.',
  NO_SUCH_ROW: 'Begin the replay anew with `npm run replay`; rows that have expired come back with their file only.',
  RETRIES_EXHAUSTED: `Mend what the reason names (it may have passed by itself), then ${REDRIVE}`,
};

/** A message that is not done is given up: what whoever finds it needs to know. */
export function deadLetterOf(
  { attributes }: SQSRecord,
  refusal: RefuseFile,
  task: FileTask | undefined,
  { environment, clock }: Pick<Ports, 'environment' | 'clock'>,
): DeadLetterContext {
  const first = Number(attributes.ApproximateFirstReceiveTimestamp);
  const now = clock.now();
  return {
    code: refusal.code,
    reason: reasonOf(refusal),
    ...(task === undefined ? {} : { fileId: task.fileId, key: task.origin.key, slice: task.slice.start }),
    region: environment.TABLE_REGION,
    receives: Number(attributes.ApproximateReceiveCount),
    firstSeen: new Date(Number.isFinite(first) ? first : now).toISOString(),
    lastSeen: new Date(now).toISOString(),
    repair: repairs[refusal.code],
  };
}
