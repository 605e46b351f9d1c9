import { startInvocation } from './invocation';

/** An invocation of ten seconds, after so many milliseconds of it. */
function after(milliseconds: number) {
  const clock = { at: 0, now: () => clock.at, sleep: async () => undefined };
  const invocation = startInvocation({ awsRequestId: 'r', getRemainingTimeInMillis: () => 10_000 }, clock);
  clock.at = milliseconds;
  return invocation;
}

it('keeps time back for what is said last, and of that for the answer', () => {
  const invocation = after(8_000);
  expect(invocation.remaining()).toBe(2_000);
  expect(invocation.timeLeft()).toBeLessThanOrEqual(0);
  expect(invocation.lastWords.timeLeft()).toBeGreaterThan(0);
  expect(invocation.lastWords.timeLeft()).toBeLessThan(2_000);
});

it('counts the retries of all its calls', () => {
  const invocation = after(0);
  invocation.onRetry();
  invocation.lastWords.onRetry();
  expect(invocation.retries()).toBe(2);
});
