import { isTryAgain, RetryMessage, type TryAgain, reasonOf } from './errors';
import type { CallRetries, ObjectStore, OpenedObject } from './ports';

/** Times that one transfer is taken up again where it broke; more is the queue's to wait for. */
const RESUMPTIONS = 5;

/** Opens an object whose transfer, when it breaks, is taken up again at the byte where it broke, of the same version. */
export async function openResumable(
  open: ObjectStore['open'],
  ...[address, fromByte, retries]: Parameters<ObjectStore['open']>
): Promise<OpenedObject> {
  const first = await open(address, fromByte, retries);
  const { versionId, etag } = first;
  const pinned = {
    bucket: address.bucket,
    key: address.key,
    ...(versionId === undefined ? {} : { versionId }),
    ...(etag === undefined ? {} : { etag }),
  };
  let current = first;
  const reopen = async (byte: number, because: TryAgain, times: number, calls: CallRetries) => {
    if (times === RESUMPTIONS) {
      throw new RetryMessage(`The transfer of ${address.key} broke at byte ${byte}: ${reasonOf(because)}`, {
        cause: because,
      });
    }
    calls.onRetry();
    current = await open(pinned, byte, calls);
  };

  async function* chunks(): AsyncGenerator<Uint8Array> {
    let next = fromByte;
    for (let times = 0; ; times += 1) {
      try {
        for await (const chunk of current.chunks) {
          next += chunk.length;
          yield chunk;
        }
        return;
      } catch (error) {
        if (!isTryAgain(error)) throw error;
        // It broke after its last byte.
        if (next >= first.size) return;
        await reopen(next, error, times, retries);
      }
    }
  }
  return { ...first, chunks: chunks(), close: () => current.close() };
}
