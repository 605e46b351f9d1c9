import fc from 'fast-check';
import type { ObjectVersion } from './object-version';
import type { S3Request } from './operation';
import { checkCopySource, checkRead, checkWrite, COPY_SOURCE_PREFIX, failedCondition } from './precondition';

const AT = Date.parse('2026-03-14T09:26:53Z');
const version: ObjectVersion = {
  key: 'k',
  versionId: 'v',
  sequence: 1,
  lastModified: AT,
  size: 1,
  etag: 'e1',
  blobs: [],
  headers: {},
  metadata: {},
};
const requestWith = (headers: Readonly<Record<string, string>>) =>
  ({ key: 'k', header: (name: string) => headers[name] }) as unknown as S3Request;
const date = (seconds: number) => new Date(AT + seconds * 1_000).toUTCString();

describe('a read', () => {
  it.each<readonly [Record<string, string>, string | undefined]>([
    [{}, undefined],
    [{ 'if-match': '"e1"' }, undefined],
    [{ 'if-match': 'e1' }, undefined],
    [{ 'if-match': '*' }, undefined],
    [{ 'if-match': '"e0", W/"e1"' }, undefined],
    [{ 'if-match': '"e2"' }, 'if-match'],
    [{ 'if-none-match': '"e1"' }, 'if-none-match'],
    [{ 'if-none-match': '"e2"' }, undefined],
    [{ 'if-unmodified-since': date(0) }, undefined],
    [{ 'if-unmodified-since': date(-1) }, 'if-unmodified-since'],
    [{ 'if-modified-since': date(-1) }, undefined],
    [{ 'if-modified-since': date(0) }, 'if-modified-since'],
    [{ 'if-modified-since': 'soon' }, undefined],
    // What is said of the ETag goes before what is said of the time (S3 API Reference, "GetObject").
    [{ 'if-match': '"e1"', 'if-unmodified-since': date(-1) }, undefined],
    [{ 'if-none-match': '"e2"', 'if-modified-since': date(0) }, undefined],
    [{ 'if-match': '"e1"', 'if-none-match': '"e1"' }, 'if-none-match'],
  ])('under %j fails by %s', (headers, condition) => {
    expect(failedCondition(requestWith(headers), version)).toBe(condition);
  });

  it('that can not match twice: of one ETag, either of the two conditions fails', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9a-f]{1,8}$/), (etag) => {
        const failed = (name: string) => failedCondition(requestWith({ [name]: `"${etag}"` }), version) !== undefined;
        expect(failed('if-match')).toBe(!failed('if-none-match'));
      }),
    );
  });

  it('is answered 412, or 304 where the client has what it would get', () => {
    expect(() => checkRead(requestWith({ 'if-match': 'e2' }), version)).toThrow(
      expect.objectContaining({ code: 'PreconditionFailed', status: 412, members: { Condition: 'If-Match' } }),
    );
    expect(() => checkRead(requestWith({ 'if-modified-since': date(0) }), version)).toThrow(
      expect.objectContaining({ status: 304, headers: { etag: '"e1"', 'last-modified': date(0) } }),
    );
  });
});

describe('a copy', () => {
  it('has conditions of its source, under names of their own', () => {
    const name = `${COPY_SOURCE_PREFIX}if-none-match`;
    expect(() => checkCopySource(requestWith({ 'if-none-match': 'e1' }), version)).not.toThrow();
    expect(() => checkCopySource(requestWith({ [name]: 'e1' }), version)).toThrow(
      expect.objectContaining({ status: 412, members: { Condition: 'x-amz-copy-source-If-None-Match' } }),
    );
  });
});

describe('a write', () => {
  const deleted: ObjectVersion = { ...version, deleteMarker: true };
  it('that wants nothing there finds nothing, or what was deleted', () => {
    const wanted = requestWith({ 'if-none-match': '*' });
    expect(() => checkWrite(wanted, undefined)).not.toThrow();
    expect(() => checkWrite(wanted, deleted)).not.toThrow();
    expect(() => checkWrite(wanted, version)).toThrow(expect.objectContaining({ code: 'PreconditionFailed' }));
  });

  it('that wants a version there finds it', () => {
    expect(() => checkWrite(requestWith({ 'if-match': '"e1"' }), version)).not.toThrow();
    expect(() => checkWrite(requestWith({ 'if-match': '"e2"' }), version)).toThrow(
      expect.objectContaining({ code: 'PreconditionFailed' }),
    );
    for (const none of [undefined, deleted]) {
      expect(() => checkWrite(requestWith({ 'if-match': '"e1"' }), none)).toThrow(
        expect.objectContaining({ code: 'NoSuchKey' }),
      );
    }
  });

  it('with a condition that S3 itself refuses says so', () => {
    expect(() => checkWrite(requestWith({ 'if-none-match': '"e1"' }), undefined)).toThrow('nor does S3');
  });
});
