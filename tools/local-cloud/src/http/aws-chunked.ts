import { ServiceFault } from './service';

/** Every chunk but the last must be at least this long, in bytes; S3 refuses shorter ones, and so do we. */
const SMALLEST_CHUNK = 8_192;
/** A chunk's header line or a trailer, in bytes. */
const LONGEST_LINE = 16_384;

export interface AwsChunkedBody {
  /** The bytes that the chunks carry. */
  readonly chunks: AsyncIterable<Buffer>;
  /** Trailing headers by lower-case name; known once `chunks` has ended. */
  readonly trailers: ReadonlyMap<string, string>;
}

/**
 * Decodes the `aws-chunked` content encoding: `<hex size>[;chunk-signature=…]\r\n<bytes>\r\n`, a chunk of size 0, then
 * trailing headers (`STREAMING-UNSIGNED-PAYLOAD-TRAILER`, `STREAMING-AWS4-HMAC-SHA256-PAYLOAD[-TRAILER]`).
 * Signatures of chunks and trailers are not verified, like those of requests.
 *
 * The stream of chunks throws a ServiceFault where the encoding is broken or ends early.
 */
export function decodeAwsChunked(body: AsyncIterable<Uint8Array>): AwsChunkedBody {
  const trailers = new Map<string, string>();
  return { chunks: decode(new ByteReader(body), trailers), trailers };
}

async function* decode(reader: ByteReader, trailers: Map<string, string>): AsyncGenerator<Buffer> {
  let short: number | undefined;
  for (;;) {
    const header = await reader.line();
    const [digits = ''] = header.split(';');
    if (!/^[0-9a-f]{1,8}$/i.test(digits)) throw malformed(`"${header.slice(0, 80)}" is not the header of a chunk`);
    const size = parseInt(digits, 16);
    if (size === 0) break;
    if (short !== undefined) {
      throw new ServiceFault(
        'InvalidChunkSizeError',
        403,
        `Only the last chunk is allowed to have a size less than ${SMALLEST_CHUNK} bytes`,
        { BadChunkSize: short },
      );
    }
    if (size < SMALLEST_CHUNK) short = size;
    yield* reader.bytes(size);
    if ((await reader.line()) !== '') throw malformed('a chunk is longer than its header says');
  }
  // The final empty line is left out by some clients: the end of the body does as well.
  for (let line = await reader.lastLine(); line !== ''; line = await reader.lastLine()) {
    const colon = line.indexOf(':');
    if (colon < 1) throw malformed(`"${line.slice(0, 80)}" is not a trailing header`);
    trailers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
}

const malformed = (what: string) =>
  new ServiceFault('InvalidRequest', 400, `The aws-chunked body is malformed: ${what}.`);

const incomplete = () => new ServiceFault('IncompleteBody', 400, 'The request body terminated unexpectedly');

/** Lines and runs of bytes of a stream, whatever its chunking. */
class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #held: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  async *bytes(count: number): AsyncGenerator<Buffer> {
    let left = count;
    while (left > 0) {
      if (this.#held.length === 0 && !(await this.#more())) throw incomplete();
      const part = this.#held.subarray(0, left);
      this.#held = this.#held.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }

  async line(): Promise<string> {
    const line = await this.#lineOrEnd();
    if (line === undefined) throw incomplete();
    return line;
  }

  /** A line, or the empty string at the end of the stream. */
  async lastLine(): Promise<string> {
    return (await this.#lineOrEnd()) ?? '';
  }

  async #lineOrEnd(): Promise<string | undefined> {
    for (;;) {
      const end = this.#held.indexOf('\n');
      if (end >= 0) {
        const line = this.#held.toString('latin1', 0, end).replace(/\r$/, '');
        this.#held = this.#held.subarray(end + 1);
        return line;
      }
      if (this.#held.length > LONGEST_LINE) throw malformed(`a line is longer than ${LONGEST_LINE} bytes`);
      if (await this.#more()) continue;
      if (this.#held.length > 0) throw incomplete();
      return undefined;
    }
  }

  async #more(): Promise<boolean> {
    const next = await this.#source.next();
    if (next.done) return false;
    this.#held = this.#held.length === 0 ? Buffer.from(next.value) : Buffer.concat([this.#held, next.value]);
    return true;
  }
}
