import * as fc from 'fast-check';
import { decodeAwsChunked } from './aws-chunked';

const CHUNK = 8_192;

interface Decoded {
  readonly body: Buffer;
  readonly trailers: Record<string, string>;
}

async function decode(pieces: readonly Uint8Array[]): Promise<Decoded> {
  const { chunks, trailers } = decodeAwsChunked(
    (async function* () {
      yield* pieces;
    })(),
  );
  const body: Buffer[] = [];
  for await (const chunk of chunks) body.push(Buffer.from(chunk));
  return { body: Buffer.concat(body), trailers: Object.fromEntries(trailers) };
}

const decodeText = (text: string) => decode([Buffer.from(text, 'latin1')]);

describe('aws-chunked', () => {
  it('reads an unsigned body with a trailer', async () => {
    const { body, trailers } = await decodeText('5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n');
    expect(body.toString()).toBe('hello');
    expect(trailers).toEqual({ 'x-amz-checksum-crc32': 'NhCmhg==' });
  });

  it('reads signed chunks, whose signatures it passes over', async () => {
    const { body, trailers } = await decodeText(
      '5;chunk-signature=ab\r\nhello\r\n0;chunk-signature=cd\r\nX-Amz-Checksum-Crc32:NhCmhg==\r\n' +
        'x-amz-trailer-signature:ef\r\n\r\n',
    );
    expect(body.toString()).toBe('hello');
    expect(trailers).toMatchObject({ 'x-amz-checksum-crc32': 'NhCmhg==' });
  });

  it('reads the same however the network cuts it', async () => {
    const sizes = fc.array(fc.integer({ min: CHUNK, max: CHUNK + 50 }), { maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(
        sizes,
        fc.integer({ min: 0, max: 20 }),
        fc.integer({ min: 1, max: 5_000 }),
        async (long, last, cut) => {
          const content = [...long, last]
            .filter((size) => size > 0)
            .map((size, at) => Buffer.alloc(size, `\r\n0${at}`));
          const encoded = Buffer.concat([
            ...content.flatMap((part) => [Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n')]),
            Buffer.from('0\r\na:b\r\n\r\n'),
          ]);
          const pieces: Buffer[] = [];
          for (let at = 0; at < encoded.length; at += cut) pieces.push(encoded.subarray(at, at + cut));
          const { body, trailers } = await decode(pieces);
          expect(body.equals(Buffer.concat(content))).toBe(true);
          expect(trailers).toEqual({ a: 'b' });
        },
      ),
      { numRuns: 50 },
    );
  });

  it('ends with the body where the last empty line is missing', async () => {
    expect((await decodeText('1\r\nx\r\n0\r\na:b\r\n')).trailers).toEqual({ a: 'b' });
  });

  describe('refuses', () => {
    it.each([
      ['a body that ends in a chunk', '5\r\nhel', 'IncompleteBody'],
      ['a body without a last chunk', '5\r\nhello\r\n', 'IncompleteBody'],
      ['a body that ends in a line', '5\r\nhello\r\n0\r\nx-amz', 'IncompleteBody'],
      ['a chunk longer than it says', '3\r\nhello\r\n0\r\n\r\n', 'InvalidRequest'],
      ['a header that is no size', 'zz\r\nhello\r\n', 'InvalidRequest'],
      ['a trailer that is no header', '0\r\nnonsense\r\n\r\n', 'InvalidRequest'],
      ['a line without an end', 'f'.repeat(20_000), 'InvalidRequest'],
    ])('%s', async (_what, text, code) => {
      await expect(decodeText(text)).rejects.toMatchObject({ code });
    });

    it('short chunks before the last, as S3 does', async () => {
      await expect(decodeText('1\r\nx\r\n1\r\ny\r\n0\r\n\r\n')).rejects.toMatchObject({
        code: 'InvalidChunkSizeError',
        status: 403,
        message: 'Only the last chunk is allowed to have a size less than 8192 bytes',
      });
    });
  });
});
