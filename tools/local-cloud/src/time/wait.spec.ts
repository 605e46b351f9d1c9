import { createMinute } from './minute';
import { callAt } from './wait';

describe('a wait', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());
  const clock = { now: () => Date.now() };

  it('ends at its instant', () => {
    const minute = createMinute(clock);
    const call = jest.fn();
    callAt(minute, minute.now() + 60_000, call);
    jest.advanceTimersByTime(59_999);
    expect(call).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1);
    expect(call).toHaveBeenCalledTimes(1);
  });

  it('follows a minute that becomes shorter', () => {
    const minute = createMinute(clock);
    const call = jest.fn();
    callAt(minute, minute.now() + 120_000, call);
    jest.advanceTimersByTime(60_000);
    minute.set(500);
    jest.advanceTimersByTime(500);
    expect(call).toHaveBeenCalledTimes(1);
  });

  it('may be longer than the longest timer', () => {
    const minute = createMinute(clock);
    const call = jest.fn();
    callAt(minute, minute.now() + 2 ** 31 + 5_000, call);
    jest.advanceTimersByTime(2 ** 31);
    expect(call).not.toHaveBeenCalled();
    jest.advanceTimersByTime(5_000);
    expect(call).toHaveBeenCalledTimes(1);
  });

  it('that is ended calls nobody', () => {
    const minute = createMinute(clock);
    const call = jest.fn();
    callAt(minute, minute.now() + 1_000, call)();
    minute.set(100);
    jest.advanceTimersByTime(10_000);
    expect(call).not.toHaveBeenCalled();
  });
});
