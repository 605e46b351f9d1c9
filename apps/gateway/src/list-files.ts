import { FILE_PREFIX } from '@pipeline/runtime-contract';
import type { AnswerOf } from './codecs/answers';
import { indexPage, type PageOptions } from './index-page';
import type { Ports } from './ports';
import { fileIdOf, receiptOf, receiptView } from './receipt-view';

/** Receipts of a status in the order of their files' arrival. */
export async function listFiles(options: PageOptions, ports: Ports): Promise<AnswerOf<'Files'>> {
  const { shown, next } = await indexPage(
    options,
    ports,
    ({ recordId }) => recordId.startsWith(FILE_PREFIX),
    (item) => {
      const receipt = receiptOf(item);
      // The item may have moved on since the index saw it.
      if (receipt.processingStatus !== options.status) return undefined;
      if (options.dataset !== undefined && receipt.dataset !== options.dataset) return undefined;
      return { id: fileIdOf(receipt), ...receiptView(receipt) };
    },
  );
  return { files: shown, ...(next === undefined ? {} : { next }) };
}
