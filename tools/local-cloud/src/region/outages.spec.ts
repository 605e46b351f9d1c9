import { createOutages } from './outages';

const request = { headers: { 'x-amz-target': 'DynamoDB_20120810.PutItem' } };
const never = new AbortController().signal;
/** Whether a promise is settled by now. */
const settled = async (promise: Promise<unknown>) =>
  Promise.race([promise.then(() => true), new Promise<boolean>((no) => setImmediate(() => no(false)))]);

describe('an outage', () => {
  it('is of one service, by the scope of its signatures, until it is taken back', () => {
    const outages = createOutages({ failed: () => undefined });
    outages.set('table', 'hang');
    expect([outages.of('dynamodb', request), outages.of('s3', request), outages.of('_local', request)]).toEqual([
      'hang',
      undefined,
      undefined,
    ]);
    expect(outages.current()).toEqual({ table: 'hang' });
    outages.set('table', undefined);
    expect(outages.of('dynamodb', request)).toBeUndefined();
    expect(outages.current()).toEqual({});
  });

  it('tells of each request that it answers with 500, and of none that it does not answer', () => {
    const failed: string[] = [];
    const outages = createOutages({ failed: (service) => failed.push(service) });
    outages.set('table', 'fail');
    outages.of('dynamodb', request);
    outages.of('dynamodb', request);
    outages.set('table', 'refuse');
    outages.of('dynamodb', request);
    expect(failed).toEqual(['table', 'table']);
  });
});

describe('who waits for the end of an outage', () => {
  it('goes on when it is over, not when another one is', async () => {
    const outages = createOutages({ failed: () => undefined });
    outages.set('queue', 'refuse');
    outages.set('table', 'refuse');
    const over = outages.over('queue', never);
    outages.set('table', undefined);
    expect(await settled(over)).toBe(false);
    outages.set('queue', undefined);
    expect((await over).aborted).toBe(false);
  });

  it('does not wait where there is none, and is told of the next one', async () => {
    const outages = createOutages({ failed: () => undefined });
    const signal = await outages.over('queue', never);
    expect(signal.aborted).toBe(false);
    outages.set('table', 'refuse');
    expect(signal.aborted).toBe(false);
    outages.set('queue', 'fail');
    expect(signal.aborted).toBe(true);
  });

  it('goes when it is told to', async () => {
    const outages = createOutages({ failed: () => undefined });
    outages.set('queue', 'refuse');
    const giveUp = new AbortController();
    const over = outages.over('queue', giveUp.signal);
    giveUp.abort();
    expect((await over).aborted).toBe(true);
  });
});
