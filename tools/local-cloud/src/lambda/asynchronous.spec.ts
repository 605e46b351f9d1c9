import { createMinute } from '../time/minute';
import { createAsynchronousInvocations } from './asynchronous';
import { failed, type Outcome } from './invocation';

describe('an asynchronous invocation', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  const ok: Outcome = { kind: 'response', payload: '"done"' };
  const broken = failed('Error', 'no luck');
  const create = (outcomes: readonly Outcome[], attempts = 2) => {
    const left = [...outcomes];
    const invoke = jest.fn((_name: string, _event: unknown) => Promise.resolve(left.shift() ?? ok));
    const trouble: string[] = [];
    const invocations = createAsynchronousInvocations({
      minute: createMinute({ now: () => Date.now() }),
      invoke,
      retryAttempts: () => attempts,
      onTrouble: (message) => trouble.push(message),
    });
    return { invocations, invoke, trouble };
  };

  it('that succeeds is made once', async () => {
    const { invocations, invoke } = create([ok]);
    expect(await invocations.invoke('ticker', { a: 1 })).toBe(ok);
    await jest.advanceTimersByTimeAsync(600_000);
    expect(invoke.mock.calls).toEqual([['ticker', { a: 1 }]]);
  });

  it('that fails is repeated after a minute and after two more, then dropped', async () => {
    const { invocations, invoke, trouble } = create([broken, broken, broken]);
    expect(await invocations.invoke('ticker', {})).toBe(broken);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(invoke).toHaveBeenCalledTimes(2);
    await jest.advanceTimersByTimeAsync(119_999);
    expect(invoke).toHaveBeenCalledTimes(2);
    await jest.advanceTimersByTimeAsync(1);
    expect(invoke).toHaveBeenCalledTimes(3);
    expect(trouble).toEqual([
      'ticker failed: Error: no luck; it is repeated in 1 min',
      'ticker failed: Error: no luck; it is repeated in 2 min',
      'ticker failed: Error: no luck; the event is dropped',
    ]);
  });

  it('is repeated no more often than the function says', async () => {
    const { invocations, invoke, trouble } = create([broken, ok], 0);
    await invocations.invoke('ticker', {});
    await jest.advanceTimersByTimeAsync(600_000);
    expect(invoke).toHaveBeenCalledTimes(1);
    expect(trouble).toEqual(['ticker failed: Error: no luck; the event is dropped']);
  });

  it('is not repeated after the end', async () => {
    const { invocations, invoke } = create([broken]);
    await invocations.invoke('ticker', {});
    invocations.stop();
    await jest.advanceTimersByTimeAsync(600_000);
    expect(invoke).toHaveBeenCalledTimes(1);
  });
});
