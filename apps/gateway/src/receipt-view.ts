import { unmarshall } from '@aws-sdk/util-dynamodb';
import { isComplete, type Receipt, receiptFromItem, utcMilliseconds } from '@pipeline/record-schema';
import { FILE_PREFIX } from '@pipeline/runtime-contract';
import type { AnswerOf } from './codecs/answers';
import type { StoredItem } from './ports';

export type ReceiptView = AnswerOf<'File'>['receipts'][number];

export const receiptOf = (item: StoredItem): Receipt => receiptFromItem(unmarshall(item));

export const fileIdOf = ({ recordId }: Pick<Receipt, 'recordId'>): string => recordId.slice(FILE_PREFIX.length);

const isoOf = (epochMs: number): string => new Date(epochMs).toISOString();

/** What a caller sees of a receipt: the account of the file, without how it was cut into slices. */
export function receiptView(receipt: Receipt): ReceiptView {
  const { rows, stored, duplicate, superseded, rejected, dataset, fault, replay, startedAt, completedAt } = receipt;
  const { bucket, key, versionId, etag, size, lastModified } = receipt.object;
  return {
    region: receipt.originRegion,
    status: receipt.processingStatus,
    object: {
      bucket,
      key,
      lastModified: utcMilliseconds(lastModified),
      ...(versionId === undefined ? {} : { versionId }),
      ...(etag === undefined ? {} : { etag }),
      ...(size === undefined ? {} : { size }),
    },
    counts: { rows, stored, duplicate, superseded, rejected },
    updatedAt: isoOf(receipt.processedAt),
    ...(dataset === undefined ? {} : { dataset }),
    ...(fault === undefined ? {} : { fault: { code: fault.code, message: fault.message } }),
    ...(startedAt === undefined ? {} : { startedAt: isoOf(startedAt) }),
    ...(completedAt === undefined ? {} : { completedAt: isoOf(completedAt) }),
    ...(replay === undefined ? {} : { replay: replay.number }),
  };
}

/** A file is complete when the receipt of either region is; else what was changed last says how it stands. */
export function statusOfFile(receipts: readonly Receipt[]): Receipt['processingStatus'] | undefined {
  const deliveries = receipts.filter(({ replay }) => replay === undefined);
  const judged = deliveries.find(isComplete) ?? [...deliveries].sort((a, b) => b.processedAt - a.processedAt)[0];
  return judged?.processingStatus;
}
