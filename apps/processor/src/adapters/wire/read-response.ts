/** One HTTP/1.1 response, whole. */
export interface WireResponse {
  readonly status: number;
  /** By lower-case name; of a repeated header the values are joined with commas. */
  readonly headers: ReadonlyMap<string, string>;
  /** Its own bytes: what was received may be written over. */
  readonly body: Buffer;
  /** Whether the connection may carry another request. */
  readonly keepAlive: boolean;
}

/** What came is no response that this client understands. The connection is of no more use; the request is not tried again. */
export class MalformedResponse extends Error {
  override readonly name = 'MalformedResponse';
}

/** Far above what one item of 400 KB can be on the wire. */
const MAX_HEAD_BYTES = 64 * 1_024;
const MAX_BODY_BYTES = 16 * 1_024 * 1_024;

const HEAD_END = '\r\n\r\n';
const STATUS_LINE = /^HTTP\/1\.([01]) (\d{3})(?: [^\r\n]*)?$/;
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

interface Head {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly keepAlive: boolean;
  /** Length in bytes, in chunks, or until the connection ends. */
  readonly framing: number | 'chunked' | 'until-end';
  readonly bodyStart: number;
}

const NOTHING = Buffer.alloc(0);

/**
 * Reads the responses of one connection, one after the other (RFC 9112), in pieces of any size. Strict: what could be read
 * in two ways is refused, since a response that is taken for that of another request would miscount a row.
 */
export class ResponseReader {
  #received: Buffer = NOTHING;
  #head: Head | undefined;

  /**
   * @param chunk whose memory is used no longer than the call lasts
   * @returns the response once it is whole; what comes then is of the next
   * @throws MalformedResponse
   */
  push(chunk: Buffer): WireResponse | undefined {
    const received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    this.#head ??= readHead(received);
    const body = this.#head && bodyOf(this.#head, received);
    if (this.#head && body) return this.#whole(this.#head, body);
    if (!this.#head && received.length > MAX_HEAD_BYTES) {
      throw new MalformedResponse('The head of a response does not end.');
    }
    this.#received = received === chunk ? Buffer.from(chunk) : received;
    return undefined;
  }

  /** The connection ended: the response that ends with it, if it is one; undefined where something is missing. */
  end(): WireResponse | undefined {
    if (this.#head?.framing !== 'until-end') return undefined;
    return this.#whole(this.#head, this.#received.subarray(this.#head.bodyStart));
  }

  #whole({ status, headers, keepAlive }: Head, body: Buffer): WireResponse {
    this.#received = NOTHING;
    this.#head = undefined;
    return { status, headers, keepAlive, body: Buffer.from(body) };
  }
}

/** The body, if it is there to its end. */
function bodyOf({ framing, bodyStart }: Head, received: Buffer): Buffer | undefined {
  if (received.length - bodyStart > MAX_BODY_BYTES) {
    throw new MalformedResponse(`A response has more than ${MAX_BODY_BYTES} bytes.`);
  }
  if (framing === 'until-end') return undefined;
  if (framing === 'chunked') return readChunks(received, bodyStart);
  const end = bodyStart + framing;
  if (received.length > end) throw new MalformedResponse('More bytes came than the response has.');
  return received.length < end ? undefined : received.subarray(bodyStart, end);
}

function readHead(bytes: Buffer): Head | undefined {
  const end = bytes.indexOf(HEAD_END);
  if (end < 0) return undefined;
  const text = bytes.toString('latin1', 0, end + 2);
  const [first, from] = lineAt(text, 0);
  const line = STATUS_LINE.exec(first);
  if (!line) throw new MalformedResponse(`A response begins with "${first.slice(0, 80)}".`);
  const status = Number(line[2]);
  if (status < 200) throw new MalformedResponse(`Status ${status} answers nothing that was asked.`);
  const headers = readHeaders(text, from);
  const framing = framingOf(status, headers);
  const connection = headers.get('connection')?.toLowerCase() ?? '';
  const persistent = line[1] === '1' ? !connection.includes('close') : connection.includes('keep-alive');
  return {
    status,
    headers,
    framing,
    keepAlive: persistent && framing !== 'until-end',
    bodyStart: end + HEAD_END.length,
  };
}

/** The line that begins there, and where the next one does. */
function lineAt(text: string, from: number): readonly [line: string, next: number] {
  const end = text.indexOf('\r\n', from);
  return [text.slice(from, end), end + 2];
}

function readHeaders(text: string, start: number): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (let from = start; from < text.length;) {
    const [line, next] = lineAt(text, from);
    const colon = line.indexOf(':');
    const name = colon < 1 ? undefined : lowerCased(line.slice(0, colon));
    if (name === undefined) throw new MalformedResponse(`A header reads "${line.slice(0, 80)}".`);
    const value = line.slice(colon + 1).trim();
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
    from = next;
  }
  return headers;
}

/** Names as a service spells them, and in lower case: it sends the same few with every response. */
const spellings = new Map<string, string>();
const MAX_SPELLINGS = 100;

/** The name in lower case; undefined where it is no name. */
function lowerCased(name: string): string | undefined {
  const known = spellings.get(name);
  if (known !== undefined) return known;
  if (!TOKEN.test(name)) return undefined;
  const lower = name.toLowerCase();
  if (spellings.size < MAX_SPELLINGS) spellings.set(name, lower);
  return lower;
}

function framingOf(status: number, headers: ReadonlyMap<string, string>): Head['framing'] {
  const encoding = headers.get('transfer-encoding');
  const length = headers.get('content-length');
  if (encoding !== undefined) {
    if (length !== undefined) throw new MalformedResponse('A response has a length, and chunks as well.');
    if (encoding.toLowerCase() !== 'chunked')
      throw new MalformedResponse(`Transfer-Encoding ${encoding} is not known.`);
    return 'chunked';
  }
  if (status === 204 || status === 304) return 0;
  if (length === undefined) return 'until-end';
  if (!/^\d{1,9}$/.test(length)) throw new MalformedResponse(`Content-Length is "${length.slice(0, 40)}".`);
  return Number(length);
}

/** The body of all chunks, once the last one and the trailers are there. */
function readChunks(bytes: Buffer, start: number): Buffer | undefined {
  const chunks: Buffer[] = [];
  for (let at = start; ;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd < 0) return undefined;
    const size = /^([0-9a-fA-F]{1,7})(?:[ \t]*;.*)?$/.exec(bytes.toString('latin1', at, lineEnd))?.[1];
    if (size === undefined) throw new MalformedResponse('A chunk has no size.');
    const from = lineEnd + 2;
    const to = from + parseInt(size, 16);
    if (to === from) {
      // Without trailers an empty line follows, else they end with one.
      const end = bytes.indexOf('\r\n', from) === from ? from + 2 : bytes.indexOf(HEAD_END, from) + HEAD_END.length;
      if (end < from + 2) return undefined;
      if (bytes.length > end) throw new MalformedResponse('More bytes came than the response has.');
      return Buffer.concat(chunks);
    }
    if (bytes.length < to + 2) return undefined;
    if (bytes.toString('latin1', to, to + 2) !== '\r\n')
      throw new MalformedResponse('A chunk is longer than its size.');
    chunks.push(bytes.subarray(from, to));
    at = to + 2;
  }
}
