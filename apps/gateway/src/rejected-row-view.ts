import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { RejectedRow } from '@pipeline/record-schema';
import type { AnswerOf } from './codecs/answers';
import type { StoredItem } from './ports';

export type RejectedRowView = AnswerOf<'RejectedRow'>;

/** A rejected row as the processor stored it: nothing else writes under its key. */
export const rejectedRowOf = (item: StoredItem): RejectedRow => unmarshall(item) as unknown as RejectedRow;

/** What a caller sees of a rejected row: where it is, what is wrong, and its bytes, so that it can be repaired. */
export function rejectedRowView(row: RejectedRow): RejectedRowView {
  const { fileId, ordinal, line, offset, length, processingStatus, dataset, faults, raw, rawBytes } = row;
  return {
    fileId,
    ordinal,
    line,
    offset,
    length,
    status: processingStatus,
    dataset,
    faults,
    ...(raw === undefined ? {} : { raw }),
    ...(rawBytes === undefined ? {} : { rawBase64: Buffer.from(rawBytes).toString('base64') }),
    ...(row.rawTruncated ? { rawTruncated: true } : {}),
    ...(row.redacted ? { redacted: true } : {}),
  };
}
