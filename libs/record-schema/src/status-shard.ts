/** FNV-1a, 32 bit: spreads keys evenly and costs less than a row's other hashes. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

/**
 * The partition of the status index: a status alone would be one hot partition. The count is a power of two and only
 * ever doubles, so that a reader of the largest count ever used finds every item.
 */
export const statusShard = (status: string, recordId: string, shardCount: number): string =>
  `${status}#${fnv1a(recordId) % shardCount}`;
