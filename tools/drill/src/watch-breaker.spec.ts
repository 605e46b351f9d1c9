import { isClosed, isOpen, nameOf } from './watch-breaker';

it.each([
  [{ state: 'Enabled' }, 'closed'],
  [{ state: 'Enabled', maximum: 50 }, 'closed'],
  [{ state: 'Disabled', maximum: 2 }, 'open'],
  [{ state: 'Enabled', maximum: 2 }, 'half-open, 2 invocations at once'],
])('%j is called %s', (seen, name) => {
  expect(nameOf(seen)).toBe(name);
});

it('takes what an operator has disabled for neither open nor closed', () => {
  const disabled = { state: 'Disabled', maximum: 50 };
  expect([isOpen(disabled), isClosed(disabled), nameOf(disabled)]).toEqual([false, false, 'Disabled']);
});
