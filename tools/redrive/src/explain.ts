import { fileId, isComplete, type Receipt } from '@pipeline/record-schema';
import { bucketRole, type DeadLetterContext, parseQueueMessage } from '@pipeline/runtime-contract';
import { isLeft } from 'fp-ts/Either';
import { counted } from './verdict';

/** A file that a message is about. */
export interface NamedFile {
  readonly fileId: string;
  readonly key: string;
}

/** What one dead letter is about, why it is here, and what moving it back would do. */
export interface Explanation extends Partial<DeadLetterContext> {
  readonly messageId: string;
  readonly reason: string;
  readonly repair: string;
  readonly files: readonly (NamedFile & { readonly receipts: readonly ReceiptSummary[] })[];
}

export interface ReceiptSummary {
  readonly timestamp: string;
  readonly status: Receipt['processingStatus'];
  readonly rows: number;
  readonly stored: number;
  readonly duplicate: number;
  readonly superseded: number;
  readonly rejected: number;
  readonly fault?: Receipt['fault'];
}

/** The files of a message body; none of one that nobody can read. */
export function filesOf(body: string, region: string): readonly NamedFile[] {
  const parsed = parseQueueMessage(body);
  if (isLeft(parsed)) return [];
  const message = parsed.right;
  const identified = (role: string, key: string, versionId = '') => ({ fileId: fileId({ role, key, versionId }), key });
  switch (message.kind) {
    case 'test':
      return [];
    case 'created':
      return message.objects.map(({ address: { key, versionId, etag } }) =>
        identified(bucketRole(region), key, versionId ?? etag),
      );
    case 'adopt':
      return [identified(message.origin.role, message.origin.key, message.origin.versionId)];
    case 'slice':
    case 'replay':
      return [{ fileId: message.fileId, key: message.origin.key }];
  }
}

/** Joins a dead letter with the receipts of its files. */
export function explain(
  messageId: string,
  context: DeadLetterContext | undefined,
  files: readonly (NamedFile & { readonly receipts: readonly Receipt[] })[],
): Explanation {
  const summarised = files.map(({ receipts, ...file }) => ({ ...file, receipts: receipts.map(summary) }));
  const complete =
    files.length > 0 && files.every(({ receipts }) => receipts.some((one) => !one.replay && isComplete(one)));
  const moved = {
    reason:
      'SQS moved it after its last receive, the processor never gave it up: the function crashed, or ran out of memory or time.',
    repair: "Look at the function's log for the file, mend the cause, then move the message back.",
  };
  return {
    ...(context ?? moved),
    ...(complete ? { repair: 'Its files are complete: moving it back changes nothing, and clears it away.' } : {}),
    messageId,
    files: summarised,
  };
}

const summary = (receipt: Receipt): ReceiptSummary => {
  const { timestamp, processingStatus: status, rows, stored, duplicate, superseded, rejected, fault } = receipt;
  return { timestamp, status, rows, stored, duplicate, superseded, rejected, ...(fault ? { fault } : {}) };
};

/** A dead letter for a person. */
export function explanationLines({
  messageId,
  code,
  reason,
  receives,
  firstSeen,
  lastSeen,
  repair,
  files,
}: Explanation) {
  const times =
    receives === undefined ? '' : `, received ${counted(receives, 'time')} from ${firstSeen} to ${lastSeen}`;
  return [
    `${code ?? 'UNEXPLAINED'} ${files.map(({ key }) => key).join(', ') || messageId}${times}`,
    `  why: ${reason}`,
    ...files.flatMap((file) => [
      `  file ${file.fileId}${file.receipts.length === 0 ? ' has no receipt: none of its rows was read' : ''}`,
      ...file.receipts.map(
        ({ timestamp, status, rows, stored, duplicate, superseded, rejected }) =>
          `    ${timestamp} ${status}: ${rows} rows = ${stored} stored + ${duplicate} duplicate + ${superseded} superseded + ${rejected} rejected`,
      ),
    ]),
    `  do: ${repair}`,
  ];
}
