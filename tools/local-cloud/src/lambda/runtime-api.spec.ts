import type { FunctionError, Outcome } from './invocation';
import { openRuntimeApi, type RuntimeApi } from './runtime-api';

describe('runtime API', () => {
  let api: RuntimeApi;
  let asked: number;
  let initErrors: FunctionError[];
  let ended: [string, Outcome][];
  beforeEach(async () => {
    asked = 0;
    initErrors = [];
    ended = [];
    api = await openRuntimeApi({
      ready: () => void (asked += 1),
      initFailed: (error) => initErrors.push(error),
      ended: (id, outcome) => ended.push([id, outcome]),
    });
  });
  afterEach(() => api.close());

  const call = (path: string, body?: string) =>
    fetch(`http://${api.address}/2018-06-01/runtime${path}`, body === undefined ? {} : { method: 'POST', body });
  const invocation = { requestId: 'id-1', event: '{"a":1}', functionArn: 'arn:f', deadline: 1_767_225_600_000 };

  it('hands over an invocation that waits', async () => {
    api.give(invocation);
    const next = await call('/invocation/next');
    expect(await next.json()).toEqual({ a: 1 });
    expect(next.headers.get('lambda-runtime-aws-request-id')).toBe('id-1');
    expect(next.headers.get('lambda-runtime-deadline-ms')).toBe('1767225600000');
    expect(next.headers.get('lambda-runtime-invoked-function-arn')).toBe('arn:f');
    expect(asked).toBe(1);
  });

  it('lets the runtime wait for an invocation', async () => {
    const next = call('/invocation/next');
    while (asked === 0) await new Promise(setImmediate);
    api.give(invocation);
    expect(await (await next).json()).toEqual({ a: 1 });
  });

  it('takes answers and errors', async () => {
    expect((await call('/invocation/id-1/response', '"done"')).status).toBe(202);
    expect(
      (await call('/invocation/id-2/error', '{"errorType":"TypeError","errorMessage":"m","trace":["t"]}')).status,
    ).toBe(202);
    expect(ended).toEqual([
      ['id-1', { kind: 'response', payload: '"done"' }],
      ['id-2', { kind: 'error', error: { errorType: 'TypeError', errorMessage: 'm', trace: ['t'] } }],
    ]);
  });

  it('takes an error of the initialisation', async () => {
    await call('/init/error', '{"errorType":"Runtime.ImportModuleError","errorMessage":"m"}');
    expect(initErrors).toEqual([{ errorType: 'Runtime.ImportModuleError', errorMessage: 'm' }]);
  });

  it('refuses an answer above 6 MB', async () => {
    expect((await call('/invocation/id-1/response', 'x'.repeat(6_291_557))).status).toBe(413);
    expect(ended).toMatchObject([['id-1', { kind: 'error', error: { errorType: 'Function.ResponseSizeTooLarge' } }]]);
  });

  it('knows no other path', async () => {
    expect((await call('/extension/register', '')).status).toBe(404);
  });
});
