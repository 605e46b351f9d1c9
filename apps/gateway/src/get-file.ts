import { FILE_PREFIX } from '@pipeline/runtime-contract';
import type { AnswerOf } from './codecs/answers';
import { Refusal } from './errors';
import type { Ports } from './ports';
import { receiptOf, receiptView, statusOfFile } from './receipt-view';

/**
 * The account of one file: the receipts of both regions, and of its replays.
 * @throws Refusal where no receipt is here
 */
export async function getFile(id: string, { table }: Ports): Promise<AnswerOf<'File'>> {
  const receipts = (await table.ofRecord(`${FILE_PREFIX}${id}`)).map(receiptOf);
  const status = statusOfFile(receipts);
  if (status === undefined) {
    throw new Refusal(
      'not-found',
      `No receipt of the file ${id} is in this region: its message was not taken yet, its receipt has expired, or the id is wrong.`,
    );
  }
  return { id, status, receipts: receipts.map(receiptView) };
}
