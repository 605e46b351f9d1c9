/** One HTTP/1.1 response, whole. */
export interface WireResponse {
  readonly status: number;
  /** By lower-case name; of a repeated header the values are joined with commas. */
  readonly headers: ReadonlyMap<string, string>;
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

/**
 * Reads the one response that a connection waits for (RFC 9112), in pieces of any size. Strict: what could be read in
 * two ways is refused, since a response that is taken for that of another request would miscount a row.
 */
export class ResponseReader {
  #received: Buffer = Buffer.alloc(0);
  #head: Head | undefined;

  /**
   * @returns the response once it is whole
   * @throws MalformedResponse
   */
  push(chunk: Buffer): WireResponse | undefined {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    this.#head ??= readHead(this.#received);
    if (!this.#head) {
      if (this.#received.length > MAX_HEAD_BYTES) throw new MalformedResponse('The head of a response does not end.');
      return undefined;
    }
    const { framing, bodyStart } = this.#head;
    if (this.#received.length - bodyStart > MAX_BODY_BYTES) {
      throw new MalformedResponse(`A response has more than ${MAX_BODY_BYTES} bytes.`);
    }
    if (framing === 'until-end') return undefined;
    if (framing === 'chunked') {
      const body = readChunks(this.#received, bodyStart);
      return body && responseOf(this.#head, body);
    }
    const end = bodyStart + framing;
    if (this.#received.length < end) return undefined;
    if (this.#received.length > end) throw new MalformedResponse('More bytes came than the response has.');
    return responseOf(this.#head, this.#received.subarray(bodyStart, end));
  }

  /** The connection ended: the response that ends with it, if it is one; undefined where something is missing. */
  end(): WireResponse | undefined {
    if (this.#head?.framing !== 'until-end') return undefined;
    return responseOf(this.#head, this.#received.subarray(this.#head.bodyStart));
  }
}

const responseOf = ({ status, headers, keepAlive }: Head, body: Buffer): WireResponse => ({
  status,
  headers,
  keepAlive,
  body,
});

function readHead(bytes: Buffer): Head | undefined {
  const end = bytes.indexOf(HEAD_END);
  if (end < 0) return undefined;
  const [first = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  const line = STATUS_LINE.exec(first);
  if (!line) throw new MalformedResponse(`A response begins with "${first.slice(0, 80)}".`);
  const status = Number(line[2]);
  if (status < 200) throw new MalformedResponse(`Status ${status} answers nothing that was asked.`);
  const headers = new Map<string, string>();
  for (const header of lines) {
    const colon = header.indexOf(':');
    const name = header.slice(0, colon);
    if (colon < 1 || !TOKEN.test(name)) throw new MalformedResponse(`A header reads "${header.slice(0, 80)}".`);
    const lower = name.toLowerCase();
    const value = header.slice(colon + 1).trim();
    const before = headers.get(lower);
    headers.set(lower, before === undefined ? value : `${before}, ${value}`);
  }
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
