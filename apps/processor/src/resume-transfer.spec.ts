import { RetryMessage, TryAgain } from './errors';
import type { ObjectStore } from './ports';
import { openResumable } from './resume-transfer';

const BODY = Buffer.from('0123456789');
const address = { bucket: 'b', key: 'incoming/weather/a.csv' };
const retries = { timeLeft: () => 1_000, onRetry: () => undefined };

/** Transfers that break after so many bytes each; `undefined` never. */
const store = (...breaks: readonly (number | undefined)[]) => {
  const left = [...breaks];
  const opened: unknown[] = [];
  const open: ObjectStore['open'] = async (of, from) => {
    opened.push([of, from]);
    const after = left.shift();
    return {
      versionId: 'v1',
      size: BODY.length,
      lastModified: '2026-03-14T09:26:53.000Z',
      close: () => undefined,
      chunks: (async function* () {
        yield BODY.subarray(from, after === undefined ? undefined : from + after);
        if (after !== undefined) throw new TryAgain('unavailable', 'socket hang up');
      })(),
    };
  };
  return { open, opened };
};
const read = async (open: ObjectStore['open'], from = 0) => {
  let text = '';
  for await (const chunk of (await openResumable(open, address, from, retries)).chunks)
    text += Buffer.from(chunk).toString();
  return text;
};

describe('a transfer', () => {
  it('that breaks goes on at its byte, of the version that was opened first', async () => {
    const { open, opened } = store(3, 0, 4, undefined);
    expect(await read(open, 1)).toBe('123456789');
    const pinned = { ...address, versionId: 'v1' };
    expect(opened).toEqual([
      [address, 1],
      [pinned, 4],
      [pinned, 4],
      [pinned, 8],
    ]);
  });

  it('that breaks after its last byte is whole', async () => {
    const { open, opened } = store(10);
    expect(await read(open)).toBe('0123456789');
    expect(opened).toHaveLength(1);
  });

  it('that keeps breaking is the queue’s to wait for', async () => {
    const { open, opened } = store(1, 1, 1, 1, 1, 1);
    await expect(read(open)).rejects.toThrow(RetryMessage);
    expect(opened).toHaveLength(6);
  });
});
