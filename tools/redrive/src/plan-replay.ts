import type { Receipt } from '@pipeline/record-schema';
import { MAX_REPLAY_ROWS, type ReplayMessage } from '@pipeline/runtime-contract';

/** The file's own receipt in this region, whose rejected rows are to be replayed; on failure what to do instead. */
export function ownReceipt(receipts: readonly Receipt[], fileId: string, region: string): Receipt {
  const own = receipts.find((receipt) => !receipt.replay && receipt.originRegion === region);
  if (own) return own;
  const elsewhere = receipts.find((receipt) => !receipt.replay)?.originRegion;
  throw new Error(
    elsewhere === undefined
      ? `There is no receipt of file "${fileId}". File ids are in the receipts, and in what \`npm run redrive\` lists.`
      : `File "${fileId}" was read in ${elsewhere}: use --region ${elsewhere}.`,
  );
}

/** Replays are numbered from 1, whichever region they ran in. */
export const nextReplay = (receipts: readonly Receipt[]): number =>
  1 + Math.max(0, ...receipts.map(({ replay }) => replay?.number ?? 0));

/** The messages of one replay: its rows in the order of the file, in parts that all know of each other. */
export function planReplay(receipt: Receipt, ordinals: readonly number[], replay: number): readonly ReplayMessage[] {
  const rows = [...new Set(ordinals)].sort((one, other) => one - other);
  const parts: number[][] = [];
  for (let from = 0; from < rows.length; from += MAX_REPLAY_ROWS) parts.push(rows.slice(from, from + MAX_REPLAY_ROWS));
  const { bucket, key, versionId, etag, lastModified } = receipt.object;
  const address = {
    bucket,
    key,
    ...(versionId === undefined ? {} : { versionId }),
    ...(etag === undefined ? {} : { etag }),
  };
  return parts.map((part) => ({
    kind: 'replay',
    fileId: receipt.recordId.slice('file#'.length),
    address,
    origin: { ...receipt.origin, lastModified },
    replay,
    of: receipt.timestamp,
    rows: part,
    parts: parts.map(([first = 0]) => first),
  }));
}
