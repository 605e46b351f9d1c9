import { isComplete, type Receipt } from '@pipeline/record-schema';
import { FILE_PREFIX } from '@pipeline/runtime-contract';
import type { AnswerOf } from './codecs/answers';
import { indexPage, type PageOptions } from './index-page';
import type { Ports } from './ports';
import { fileIdOf, receiptOf, receiptView, statusOfFile } from './receipt-view';

/**
 * Receipts of a status in the order of their files' arrival. What a region began and the other completed stays as the region
 * left it, for nobody writes another's receipt, and works on what is done: such a file is listed as completed only.
 */
export async function listFiles(options: PageOptions, ports: Ports): Promise<AnswerOf<'Files'>> {
  const { shown, next } = await indexPage(
    options,
    ports,
    ({ recordId }) => recordId.startsWith(FILE_PREFIX),
    async (item) => {
      const receipt = receiptOf(item);
      // The item may have moved on since the index saw it.
      if (receipt.processingStatus !== options.status) return undefined;
      if (options.dataset !== undefined && receipt.dataset !== options.dataset) return undefined;
      if (await isCompleteElsewhere(receipt, ports)) return undefined;
      return { id: fileIdOf(receipt), ...receiptView(receipt) };
    },
  );
  return { files: shown, ...(next === undefined ? {} : { next }) };
}

/** Whether a receipt says less than its file: that is complete by another's. A replay is accounted for by itself. */
async function isCompleteElsewhere(receipt: Receipt, { table }: Ports): Promise<boolean> {
  if (isComplete(receipt) || receipt.replay !== undefined) return false;
  const status = statusOfFile((await table.ofRecord(receipt.recordId)).map(receiptOf));
  return status !== undefined && isComplete({ processingStatus: status });
}
