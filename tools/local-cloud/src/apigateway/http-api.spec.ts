import { AccessDenied } from '../http/service';
import { type Served, serve } from '../http/testing/serve';
import type { Outcome } from '../lambda/invocation';
import type { PlannedHttpApi, PlannedHttpRoute } from '../template/planned';
import { createHttpApi, type HttpApiOptions } from './http-api';

const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:asked:live';

const route = (key: string, authorization: PlannedHttpRoute['authorization'] = 'NONE'): PlannedHttpRoute => {
  const [method = '', path = ''] = key.split(' ');
  return { key, method, path, authorization, target: { functionName: 'asked', functionArn: FUNCTION, timeoutMs: 200 } };
};
const API: PlannedHttpApi = {
  id: 'a1b2c3d4e5',
  name: 'api',
  throttle: { ratePerSecond: 1, burst: 50 },
  routeThrottles: new Map([['GET /rare', { ratePerSecond: 1, burst: 2 }]]),
  routes: [
    route('GET /open'),
    route('GET /rare'),
    route('POST /things/{id}', 'AWS_IAM'),
    route('GET /things/{id}', 'AWS_IAM'),
    route('GET /things/all', 'AWS_IAM'),
  ],
  accessLog: {
    logGroup: 'group',
    format: '$context.status $context.routeKey $context.identity.userArn $context.nothing',
  },
};
const SIGNED = {
  authorization:
    'AWS4-HMAC-SHA256 Credential=KEY/20260301/us-east-1/execute-api/aws4_request, SignedHeaders=host, Signature=0',
};
const response = (payload: unknown): Outcome => ({ kind: 'response', payload: JSON.stringify(payload) });

let server: Served;
let events: Record<string, unknown>[];
let lines: string[];
let troubles: string[];
let counted: number[];
let answer: (event: never) => Promise<Outcome>;
let mayInvoke: HttpApiOptions['mayInvoke'];
let authorize: HttpApiOptions['authorize'];

beforeEach(async () => {
  [events, lines, troubles, counted] = [[], [], [], []];
  answer = async () =>
    response({ statusCode: 200, headers: { 'X-Said': 'yes' }, cookies: ['a=1', 'b=2'], body: 'said' });
  mayInvoke = () => true;
  authorize = () => undefined;
  const api = createHttpApi({
    api: API,
    region: 'us-east-1',
    account: '000000000000',
    clock: { now: () => Date.parse('2026-03-01T10:00:00.500Z') },
    principalOf: () => ({ kind: 'operator' }),
    authorize: (...call) => authorize(...call),
    mayInvoke: (...call) => mayInvoke(...call),
    invoke: (_, event) => {
      events.push(event as Record<string, unknown>);
      return answer(event as never);
    },
    count: ({ status }) => void counted.push(status),
    log: (line) => void lines.push(line),
    onTrouble: (message) => void troubles.push(message),
  });
  server = await serve(api);
});
afterEach(() => server.stop());

/** Waits until the request is logged, which is after it is answered. */
const ask = async (path: string, init: RequestInit = {}) => {
  const answered = await fetch(`${server.url}${path}`, init);
  const text = await answered.text();
  while (lines.length === 0) await new Promise((resolve) => setImmediate(resolve));
  return { status: answered.status, headers: answered.headers, text };
};

describe('an HTTP API', () => {
  it('asks the function with the event that API Gateway makes of a request', async () => {
    await ask('/things/a%2Fb?x=1&y=2&x=3', {
      method: 'POST',
      headers: { ...SIGNED, 'content-type': 'application/json', cookie: 'one=1; two=2' },
      body: '{"a":1}',
    });
    const [event] = events;
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'POST /things/{id}',
      rawQueryString: 'x=1&y=2&x=3',
      queryStringParameters: { x: '1,3', y: '2' },
      cookies: ['one=1', 'two=2'],
      pathParameters: { id: 'a/b' },
      body: '{"a":1}',
      isBase64Encoded: false,
      requestContext: {
        accountId: '000000000000',
        apiId: 'a1b2c3d4e5',
        domainName: 'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com',
        http: { method: 'POST', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1' },
        stage: '$default',
        time: '01/Mar/2026:10:00:00 +0000',
        timeEpoch: 1_772_359_200_500,
        authorizer: { iam: { accessKey: 'KEY', accountId: '000000000000', cognitoIdentity: null } },
      },
    });
    expect((event?.['headers'] as Record<string, string>)['cookie']).toBeUndefined();
  });

  it('leaves out what a request has not, and sends bytes as base64', async () => {
    await ask('/open');
    for (const member of ['queryStringParameters', 'cookies', 'pathParameters', 'body'])
      expect(events[0]).not.toHaveProperty(member);
    await ask('/things/1', {
      method: 'POST',
      headers: { ...SIGNED, 'content-type': 'application/gzip' },
      body: new Uint8Array([255, 0]),
    });
    expect(events[1]).toMatchObject({ body: '/wA=', isBase64Encoded: true });
  });

  it('gives the answer of the function', async () => {
    const { status, headers, text } = await ask('/open');
    expect([status, headers.get('x-said'), text, headers.getSetCookie()]).toEqual([200, 'yes', 'said', ['a=1', 'b=2']]);
  });

  it.each([
    ['what has no status is the body', response({ a: 1 }), 200, '{"a":1}'],
    ['bytes come in base64', response({ statusCode: 200, body: 'aGk=', isBase64Encoded: true }), 200, 'hi'],
    ['a status that is none is a fault', response({ statusCode: 'soon' }), 500, '{"message":"Internal Server Error"}'],
    [
      'a body that is no text is a fault',
      response({ statusCode: 200, body: {} }),
      500,
      '{"message":"Internal Server Error"}',
    ],
    [
      'a crash is a fault',
      { kind: 'error', error: { errorType: 'E', errorMessage: 'm' } } as Outcome,
      500,
      '{"message":"Internal Server Error"}',
    ],
  ])('%s', async (_, outcome, status, text) => {
    answer = async () => outcome;
    expect(await ask('/open')).toMatchObject({ status, text });
  });

  it('gives up on a function that takes longer than the integration', async () => {
    answer = () => new Promise(() => undefined);
    expect(await ask('/open')).toMatchObject({ status: 503, text: '{"message":"Service Unavailable"}' });
  });

  it('has no routes but its own, of which the most specific answers', async () => {
    expect(await ask('/elsewhere')).toMatchObject({ status: 404, text: '{"message":"Not Found"}' });
    expect((await ask('/open', { method: 'POST' })).status).toBe(404);
    await ask('/things/all', { headers: SIGNED });
    expect(events.map(({ routeKey }) => routeKey)).toEqual(['GET /things/all']);
  });

  it.each([
    ['nobody signed', {}],
    ['is signed for another service', { authorization: SIGNED.authorization.replace('execute-api', 's3') }],
    ['is signed for another region', { authorization: SIGNED.authorization.replace('us-east-1', 'us-west-2') }],
    ['has a signature that can not be read', { authorization: 'Bearer token' }],
  ])('forbids a request that %s', async (_, headers) => {
    expect(await ask('/things/1', { headers })).toMatchObject({ status: 403, text: '{"message":"Forbidden"}' });
    expect(events).toEqual([]);
  });

  it('forbids what the policies of the signer do not allow', async () => {
    const asked: string[] = [];
    authorize = (_, action, arn) => {
      asked.push(`${action} ${arn}`);
      throw new AccessDenied('no');
    };
    expect((await ask('/things/1', { headers: SIGNED })).status).toBe(403);
    expect(asked).toEqual([
      'execute-api:Invoke arn:aws:execute-api:us-east-1:000000000000:a1b2c3d4e5/$default/GET/things/1',
    ]);
  });

  it('needs the leave of the function, and says on this side what is missing', async () => {
    const asked: string[] = [];
    mayInvoke = (arn, source) => {
      asked.push(`${arn} ${source}`);
      return false;
    };
    expect((await ask('/things/1', { headers: SIGNED })).status).toBe(500);
    expect(asked).toEqual([
      `${FUNCTION} arn:aws:execute-api:us-east-1:000000000000:a1b2c3d4e5/$default/GET/things/{id}`,
    ]);
    expect(troubles[0]).toContain('AWS::Lambda::Permission');
    expect(events).toEqual([]);
  });

  it('takes as many requests as its throttle says, of a route with one of its own fewer', async () => {
    const statuses = [];
    for (let request = 0; request < 4; request += 1) statuses.push((await ask('/rare')).status);
    expect(statuses).toEqual([200, 200, 429, 429]);
    expect((await ask('/open')).status).toBe(200);
    expect(events).toHaveLength(3);
  });

  it('refuses a body above 10 MB', async () => {
    const body = new Uint8Array(10 * 1_024 ** 2 + 1);
    expect((await ask('/things/1', { method: 'POST', headers: SIGNED, body })).status).toBe(413);
  });

  it('logs each request in the format of the stage, and counts it', async () => {
    await ask('/things/1', { headers: SIGNED });
    expect(lines).toEqual(['200 GET /things/{id} arn:aws:iam::000000000000:user/operator -']);
    await ask('/elsewhere');
    expect(counted).toEqual([200, 404]);
  });
});
