import { isSignatureParameter, readSignatureScope } from './signature-scope';

const NOW = Date.parse('2026-03-01T10:00:00Z');
const none = new URLSearchParams();
const header = (credential: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=0`,
});
const presigned = (more: Readonly<Record<string, string | undefined>> = {}) => {
  const all: Record<string, string | undefined> = {
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': 'KEY/20260301/us-east-1/s3/aws4_request',
    'X-Amz-Date': '20260301T095900Z',
    'X-Amz-Expires': '900',
    'X-Amz-SignedHeaders': 'host',
    'X-Amz-Signature': '0',
    ...more,
  };
  return new URLSearchParams(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined));
};
const read = (query: URLSearchParams, headers = {}) => readSignatureScope({ host: 'h', ...headers }, query, NOW);

describe('the scope of a signature', () => {
  it('is that of the header', () => {
    expect(read(none, header('KEY/20260301/us-west-2/dynamodb/aws4_request'))).toEqual({
      accessKeyId: 'KEY',
      region: 'us-west-2',
      service: 'dynamodb',
      presigned: false,
    });
  });

  it('may be of a key with slashes in it', () => {
    expect(read(none, header('a/b/20260301/us-east-1/s3/aws4_request'))?.accessKeyId).toBe('a/b');
  });

  it('is that of the query of a presigned URL', () => {
    expect(read(presigned())).toEqual({ accessKeyId: 'KEY', region: 'us-east-1', service: 's3', presigned: true });
  });

  it('is none of what nobody signed', () => {
    expect(read(new URLSearchParams({ key: 'value' }))).toBeUndefined();
  });

  it.each([
    ['Bearer token', 'The authorization mechanism you have provided is not supported.'],
    ['AWS KEY:signature', 'Please use AWS4-HMAC-SHA256.'],
    ['AWS4-HMAC-SHA256 Credential=KEY/20260301/us-east-1/s3, Signature=0', 'The Credential is mal-formed'],
    ['AWS4-HMAC-SHA256 Credential=/20260301/us-east-1/s3/aws4_request, Signature=0', 'The Credential is mal-formed'],
  ])('that can not be read is refused: %s', (authorization, message) => {
    expect(() => read(none, { authorization })).toThrow(message);
  });

  it('of the second version in a query is refused in the words of S3', () => {
    expect(() => read(new URLSearchParams({ AWSAccessKeyId: 'KEY' }))).toThrow('Please use AWS4-HMAC-SHA256.');
  });
});

describe('a presigned URL', () => {
  it.each([
    ['without its date', { 'X-Amz-Date': undefined }, 'requires the X-Amz-Algorithm'],
    ['without its signature', { 'X-Amz-Signature': undefined }, 'requires the X-Amz-Algorithm'],
    ['of no date', { 'X-Amz-Date': '2026-03-01' }, 'X-Amz-Date must be in the ISO8601 Long Format'],
    ['that expires never', { 'X-Amz-Expires': 'never' }, 'X-Amz-Expires should be a number'],
    ['that expires before', { 'X-Amz-Expires': '-1' }, 'X-Amz-Expires should be a number'],
    ['of more than a week', { 'X-Amz-Expires': '604801' }, 'must be less than a week'],
    ['of no scope', { 'X-Amz-Credential': 'KEY' }, 'The Credential is mal-formed'],
    ['that signs a header which is not sent', { 'X-Amz-SignedHeaders': 'content-md5;host' }, 'header "content-md5"'],
  ])('%s is refused', (_, more, message) => {
    expect(() => read(presigned(more))).toThrow(message);
  });

  it('lives as long as it says, to the second', () => {
    expect(read(presigned({ 'X-Amz-Expires': '61' }))).toBeDefined();
    expect(() => read(presigned({ 'X-Amz-Expires': '60' }))).toThrow(
      expect.objectContaining({
        code: 'AccessDenied',
        status: 403,
        message: 'Request has expired',
        members: { 'X-Amz-Expires': 60, Expires: '2026-03-01T10:00:00Z', ServerTime: '2026-03-01T10:00:00Z' },
      }),
    );
  });

  it('has parameters that are its signature, and others that are the request', () => {
    expect([...presigned().keys()].every(isSignatureParameter)).toBe(true);
    expect(isSignatureParameter('versionId')).toBe(false);
    expect(isSignatureParameter('x-amz-date')).toBe(false);
  });
});
