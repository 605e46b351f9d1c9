import fc from 'fast-check';
import type { MatchedRoute } from './match-route';
import { type ReceivedRequest, requestEvent, requestTime } from './request-event';

const matched: MatchedRoute = {
  route: {
    key: 'GET /files/{id}',
    method: 'GET',
    path: '/files/{id}',
    authorization: 'NONE',
    target: { functionName: 'f', functionArn: 'arn', timeoutMs: 1_000 },
  },
  pathParameters: { id: 'F' },
};
const request: ReceivedRequest = {
  requestId: 'request-1',
  apiId: 'a1b2c3d4e5',
  account: '000000000000',
  region: 'us-east-1',
  method: 'GET',
  rawPath: '/files/F',
  rawQuery: '',
  headers: { host: 'localhost', 'user-agent': 'agent' },
  body: Buffer.alloc(0),
  sourceIp: '127.0.0.1',
  time: Date.UTC(2026, 2, 1, 9, 5, 7, 500),
};
interface Event {
  readonly headers: Readonly<Record<string, string>>;
  readonly queryStringParameters?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly isBase64Encoded: boolean;
  readonly rawPath: string;
  readonly cookies?: readonly string[];
  readonly requestContext: { readonly authorizer?: { readonly iam: object }; readonly http: object };
}
const eventOf = (more: Partial<ReceivedRequest>) => requestEvent({ ...request, ...more }, matched) as Event;

describe('the time of a request', () => {
  it.each([
    [Date.UTC(2026, 2, 1, 9, 5, 7, 500), '01/Mar/2026:09:05:07 +0000'],
    [Date.UTC(2025, 11, 31, 23, 59, 59), '31/Dec/2025:23:59:59 +0000'],
  ])('%d is written as access logs write it', (epoch, text) => {
    expect(requestTime(epoch)).toBe(text);
  });
});

describe('the event of a request', () => {
  it('has repeated headers and parameters joined by commas, and cookies apart', () => {
    const event = eventOf({
      rawQuery: 'x=1&y=a%20b&x=2&empty=',
      headers: { 'x-many': ['a', 'b'], cookie: 'one=1; two=2', host: 'h' },
    });
    expect(event.queryStringParameters).toEqual({ x: '1,2', y: 'a b', empty: '' });
    expect(event.headers).toEqual({ 'x-many': 'a,b', host: 'h' });
    expect(event.cookies).toEqual(['one=1', 'two=2']);
  });

  it('has every parameter that a caller wrote', () => {
    const names = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.dictionary(names, fc.string({ unit: 'grapheme' }), { minKeys: 1 }), (query) => {
        const { queryStringParameters } = eventOf({ rawQuery: new URLSearchParams(query).toString() });
        expect(Object.entries(queryStringParameters ?? {}).sort()).toEqual(Object.entries(query).sort());
      }),
    );
  });

  it.each([
    'application/json',
    'application/problem+json',
    'text/csv; charset=utf-8',
    'application/x-ndjson',
    undefined,
  ])('of %s has its body as text', (type) => {
    const headers = type === undefined ? {} : { 'content-type': type };
    expect(eventOf({ headers, body: Buffer.from('{"ü":1}') })).toMatchObject({
      body: '{"ü":1}',
      isBase64Encoded: false,
    });
  });

  it.each(['application/gzip', 'application/octet-stream', 'image/png'])('of %s has its body in base64', (type) => {
    const body = Buffer.from([0xff, 0, 0x80]);
    expect(eventOf({ headers: { 'content-type': type }, body })).toMatchObject({
      body: body.toString('base64'),
      isBase64Encoded: true,
    });
  });

  it('has no member where there is nothing', () => {
    const event = requestEvent(request, { ...matched, pathParameters: {} });
    for (const member of ['cookies', 'queryStringParameters', 'pathParameters', 'body'])
      expect(event).not.toHaveProperty(member);
    expect(event).not.toHaveProperty('requestContext.authorizer');
  });

  it('has its path decoded, and as it came where it can not be', () => {
    expect(eventOf({ rawPath: '/files/a%20b' }).rawPath).toBe('/files/a b');
    expect(eventOf({ rawPath: '/files/%E0%A4' }).rawPath).toBe('/files/%E0%A4');
  });

  it('says who signed', () => {
    const identity = { accessKeyId: 'KEY', userArn: 'arn:aws:iam::000000000000:user/operator' };
    expect(eventOf({ identity }).requestContext.authorizer).toEqual({
      iam: {
        accessKey: 'KEY',
        accountId: '000000000000',
        callerId: 'KEY',
        cognitoIdentity: null,
        principalOrgId: null,
        userArn: identity.userArn,
        userId: 'KEY',
      },
    });
  });
});
