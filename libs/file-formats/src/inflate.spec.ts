import { Buffer } from 'node:buffer';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { crc32 } from './crc32';
import type { FormatFaultCode } from './fault';
import { inflate } from './inflate';
import type { InflateLimits } from './limits';

const text = Buffer.from(Array.from({ length: 8000 }, (_, k) => `row ${k} ${(k * 7919) % 10_007}`).join('\n'));
const gzip = gzipSync(text);
/** The gzip with its byte `at`, from the end if negative, changed. */
const spoilt = (at: number): Buffer => {
  const bytes = Buffer.from(gzip);
  const index = at < 0 ? bytes.length + at : at;
  bytes[index] = (bytes[index] ?? 0) ^ 0xff;
  return bytes;
};

async function* chunksOf(bytes: Buffer, size: number): AsyncGenerator<Buffer, void, undefined> {
  await Promise.resolve();
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function inflated(bytes: Buffer, size = 4096, limits: Partial<InflateLimits> = {}) {
  const { chunks, fault } = inflate(chunksOf(bytes, size), limits);
  const pieces: Uint8Array[] = [];
  for await (const chunk of chunks) pieces.push(chunk);
  return { bytes: Buffer.concat(pieces), fault: fault() };
}

describe('inflate', () => {
  const whole: readonly (readonly [string, Buffer, Buffer])[] = [
    ['one member', gzip, text],
    [
      'members behind each other',
      Buffer.concat([gzip, gzipSync('a'), gzipSync(''), gzip]),
      Buffer.concat([text, Buffer.from('a'), text]),
    ],
    ['an empty member', gzipSync(''), Buffer.alloc(0)],
    ['padding', Buffer.concat([gzip, Buffer.alloc(40_000)]), text],
    ['no compression', gzipSync(text, { level: 0 }), text],
  ];

  it.each(whole)('reads %s in chunks of any size', async (_name, bytes, expected) => {
    for (const size of [1, 7, 4096, bytes.length]) {
      const { bytes: got, fault } = await inflated(bytes, size);
      expect(fault).toBeUndefined();
      expect(got.equals(expected)).toBe(true);
    }
  });

  it('reads a header with all its optional fields', async () => {
    const fields = Buffer.concat([
      Buffer.from([3, 0]),
      Buffer.from('xyz'),
      Buffer.from('name\0'),
      Buffer.from('comment\0'),
      Buffer.from([1, 2]),
    ]);
    const bytes = Buffer.concat([
      gzip.subarray(0, 3),
      Buffer.from([31]),
      gzip.subarray(4, 10),
      fields,
      gzip.subarray(10),
    ]);
    const { bytes: got, fault } = await inflated(bytes, 3);
    expect(fault).toBeUndefined();
    expect(got.equals(text)).toBe(true);
  });

  it('reads a member whose data ends where a piece of the input does', async () => {
    // A stored block has five bytes of its own (RFC 1951, section 3.2.4).
    for (const length of [16_379, 32_763]) {
      const data = Buffer.alloc(length, 'x');
      const deflated = deflateRawSync(data, { level: 0, windowBits: 15, memLevel: 9 });
      const trailer = Buffer.alloc(8);
      trailer.writeUInt32LE(crc32(data, 0), 0);
      trailer.writeUInt32LE(length, 4);
      const member = Buffer.concat([gzip.subarray(0, 10), deflated, trailer]);
      expect(deflated.length % 16_384).toBe(0);
      for (const bytes of [member, Buffer.concat([member, member])]) {
        const { bytes: got, fault } = await inflated(bytes, 5000);
        expect(fault).toBeUndefined();
        expect(got).toHaveLength((length * bytes.length) / member.length);
      }
    }
  });
});

describe('a gzip file that is', () => {
  const faulty: readonly (readonly [string, Buffer, FormatFaultCode, string, number])[] = [
    ['empty', Buffer.alloc(0), 'gzip.truncated', 'The gzip data ends too early, behind byte 0 of the object.', 0],
    ['cut in its header', gzip.subarray(0, 7), 'gzip.truncated', 'ends too early', 0],
    ['cut in its trailer', gzip.subarray(0, -3), 'gzip.truncated', 'ends too early', text.length],
    [
      'not gzip',
      Buffer.from('a,b\n1,2\n'),
      'gzip.corrupt',
      'Here gzip data should begin, and does not (behind byte 0',
      0,
    ],
    ['of another method', spoilt(2), 'gzip.corrupt', 'Here gzip data should begin', 0],
    ['wrong in its checksum', spoilt(-7), 'gzip.corrupt', 'The checksum (CRC-32) is wrong', text.length],
    ['wrong in its size', spoilt(-2), 'gzip.corrupt', 'The size in the trailer is wrong', text.length],
    [
      'followed by something',
      Buffer.concat([gzip, Buffer.from('x')]),
      'gzip.corrupt',
      'Here gzip data should begin',
      text.length,
    ],
    [
      'padded and followed',
      Buffer.concat([gzip, Buffer.alloc(9), gzip]),
      'gzip.corrupt',
      'Something follows the padding',
      text.length,
    ],
  ];

  it.each(faulty)('%s is refused, and what was read before stands', async (_name, bytes, code, message, length) => {
    for (const size of [1, 1000, 100_000]) {
      const { bytes: got, fault } = await inflated(bytes, size);
      expect(fault?.code).toBe(code);
      expect(fault?.message).toContain(message);
      expect(got.equals(text.subarray(0, length))).toBe(true);
    }
  });

  it('cut or damaged anywhere gives the same bytes and fault in chunks of any size', async () => {
    for (let at = 11; at < gzip.length; at += 1777) {
      for (const bytes of [gzip.subarray(0, at), spoilt(at)]) {
        const once = await inflated(bytes, bytes.length);
        expect(once.fault?.code).toMatch(/^gzip\.(corrupt|truncated)$/);
        expect(await inflated(bytes, 13)).toEqual(once);
      }
    }
  });
});

describe('a bomb', () => {
  const bomb = gzipSync(Buffer.alloc(64 * 1024 ** 2));

  it('is refused by its ratio before it has inflated far', async () => {
    const { bytes, fault } = await inflated(bomb);
    expect(fault?.code).toBe('gzip.bomb');
    expect(fault?.message).toMatch(
      /inflates to more than 200 times its size, or than \d+ bytes\. Deliver it uncompressed or in smaller files\.$/,
    );
    expect(bytes.length).toBeLessThanOrEqual(10 * 1024 ** 2);
  });

  it('is refused by its total, which all members share', async () => {
    const limits = { maxInflatedBytes: 2.5 * text.length };
    expect((await inflated(Buffer.concat([gzip, gzip]), 999, limits)).fault).toBeUndefined();
    const { bytes, fault } = await inflated(Buffer.concat([gzip, gzip, gzip]), 999, limits);
    expect(fault?.code).toBe('gzip.bomb');
    expect(bytes.length).toBeLessThanOrEqual(2.5 * text.length);
  });

  it('is not seen in a small file of equal rows', async () => {
    expect((await inflated(gzipSync(Buffer.alloc(1024 ** 2)))).fault).toBeUndefined();
  });
});

describe('the source', () => {
  it('is asked only when its bytes are needed, and told when no more are', async () => {
    let asked = 0;
    let closed = false;
    async function* source(): AsyncGenerator<Buffer, void, undefined> {
      try {
        const bytes = gzipSync(Buffer.from(Array.from({ length: 200_000 }, (_, k) => Math.imul(k, 2654435761) & 255)), {
          level: 0,
        });
        for await (const chunk of chunksOf(bytes, 1024)) {
          asked += 1;
          yield chunk;
        }
      } finally {
        closed = true;
      }
    }
    for await (const _chunk of inflate(source()).chunks) break;
    // One piece of 16 KiB, and the chunk that completed it.
    expect(asked).toBeLessThanOrEqual(18);
    expect(closed).toBe(true);
  });

  it('fails as itself: a broken connection is no fault of the file', async () => {
    async function* source(): AsyncGenerator<Buffer, void, undefined> {
      yield* chunksOf(gzip.subarray(0, 2000), 500);
      throw new Error('socket hang up');
    }
    const { chunks, fault } = inflate(source());
    const read = async (): Promise<void> => {
      for await (const _chunk of chunks);
    };
    await expect(read()).rejects.toThrow('socket hang up');
    expect(fault()).toBeUndefined();
  });
});
