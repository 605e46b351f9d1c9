import * as fc from 'fast-check';
import { MalformedResponse, ResponseReader, type WireResponse } from './read-response';

/** Feeds the text in pieces of the given sizes, the last of them repeated. */
function read(text: string, sizes: readonly number[] = [text.length]): WireResponse | undefined {
  const reader = new ResponseReader();
  const bytes = Buffer.from(text, 'latin1');
  let response: WireResponse | undefined;
  for (let at = 0, piece = 0; at < bytes.length; piece += 1) {
    const size = sizes[Math.min(piece, sizes.length - 1)] ?? 1;
    response = reader.push(bytes.subarray(at, at + size));
    at += size;
  }
  return response ?? reader.end();
}
const told = (response: WireResponse | undefined) =>
  response && { status: response.status, body: response.body.toString(), keepAlive: response.keepAlive };

const withLength = 'HTTP/1.1 400 Bad Request\r\nContent-Type: x\r\nContent-Length: 5\r\n\r\na\r\n\r\n';
const chunked =
  'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\nA;name=value\r\n0123456789\r\n0\r\n\r\n';
const trailed = chunked.replace(/\r\n\r\n$/, '\r\nx-amz-crc32: 1\r\n\r\n');
const untilEnd = 'HTTP/1.1 503 Slow Down\r\n\r\nwhatever';

describe('a response', () => {
  it.each([
    ['a length', withLength, { status: 400, body: 'a\r\n\r\n', keepAlive: true }],
    ['chunks', chunked, { status: 200, body: 'abc0123456789', keepAlive: true }],
    ['chunks and trailers', trailed, { status: 200, body: 'abc0123456789', keepAlive: true }],
    ['neither, until the connection ends', untilEnd, { status: 503, body: 'whatever', keepAlive: false }],
    ['no body', 'HTTP/1.1 204 None\r\n\r\n', { status: 204, body: '', keepAlive: true }],
    ['no reason', 'HTTP/1.1 200\r\ncontent-length: 0\r\n\r\n', { status: 200, body: '', keepAlive: true }],
    [
      'an end',
      'HTTP/1.1 200 OK\r\nconnection: Close\r\ncontent-length: 0\r\n\r\n',
      { status: 200, body: '', keepAlive: false },
    ],
    ['HTTP/1.0', 'HTTP/1.0 200 OK\r\ncontent-length: 0\r\n\r\n', { status: 200, body: '', keepAlive: false }],
  ])('with %s is read the same in pieces of any size', (_, text, expected) => {
    expect(told(read(text))).toEqual(expected);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (sizes) => {
        expect(told(read(text, sizes))).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('has its headers by their lower-case names, repeated ones joined', () => {
    const headers = read('HTTP/1.1 200 OK\r\nDate:  now \r\nX-A: 1\r\nx-a: 2\r\ncontent-length: 0\r\n\r\n')?.headers;
    expect(Object.fromEntries(headers ?? [])).toEqual({ date: 'now', 'x-a': '1, 2', 'content-length': '0' });
  });

  it.each([withLength, chunked, trailed])('that is cut off is none: %j', (text) => {
    for (let length = 0; length < text.length; length += 1) expect(read(text.slice(0, length), [7])).toBeUndefined();
  });

  it.each([
    ['is not HTTP/1', 'HTTP/2 200\r\n\r\n', 'A response begins with "HTTP/2 200".'],
    ['is no response', 'SSH-2.0\r\n\r\n', 'A response begins with "SSH-2.0".'],
    ['is provisional', 'HTTP/1.1 100 Continue\r\n\r\n', 'Status 100 answers nothing that was asked.'],
    ['has a folded header', 'HTTP/1.1 200 OK\r\na: b\r\n c\r\n\r\n', 'A header reads " c".'],
    ['has a space before a colon', 'HTTP/1.1 200 OK\r\na : b\r\n\r\n', 'A header reads "a : b".'],
    [
      'has two lengths',
      'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab',
      'Content-Length is "1, 2".',
    ],
    ['has a length below zero', 'HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n', 'Content-Length is "-1".'],
    [
      'has a length and chunks',
      'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n',
      'A response has a length, and chunks as well.',
    ],
    [
      'is compressed',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n',
      'Transfer-Encoding gzip, chunked is not known.',
    ],
    [
      'is followed by more',
      'HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nabHTTP',
      'More bytes came than the response has.',
    ],
    ['has a chunk of no size', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nx\r\n', 'A chunk has no size.'],
    [
      'has a chunk that is too long',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\nabc\r\n',
      'A chunk is longer than its size.',
    ],
    ['has too large a head', `HTTP/1.1 200 OK\r\na: ${'b'.repeat(66_000)}`, 'The head of a response does not end.'],
  ])('that %s is refused', (_, text, message) => {
    expect(() => read(text)).toThrow(new MalformedResponse(message));
  });

  it('of any bytes is read or refused, and nothing else', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'HTTP/1.1 ',
        '200 OK',
        '\r\n',
        '\r\n\r\n',
        'content-length: ',
        '1',
        'transfer-encoding: chunked',
        '0',
        'a:b',
      ),
      fc.string({ maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        try {
          const response = read(pieces.join(''));
          if (response) expect(response.status).toBeGreaterThanOrEqual(200);
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedResponse);
        }
      }),
      { numRuns: 500 },
    );
  });
});
