import { isClosed, isOpen, nameOf } from './watch-breaker';

it.each([
  [{ state: 'Enabled' }, 'closed'],
  [{ state: 'Enabled', maximum: 50 }, 'closed'],
  [{ state: 'Enabled', mark: 'open@2026-01-31T23:59:59.000Z', maximum: 50 }, 'marked'],
  [{ state: 'Disabled', mark: 'open@2026-01-31T23:59:59.000Z' }, 'open'],
  [{ state: 'Enabled', mark: 'open@2026-01-31T23:59:59.000Z', maximum: 2 }, 'half-open, 2 invocations at once'],
])('%j is called %s', (seen, name) => {
  expect(nameOf(seen)).toBe(name);
});

it('takes what an operator has disabled for neither open nor closed', () => {
  const disabled = { state: 'Disabled' };
  expect([isOpen(disabled), isClosed(disabled), nameOf(disabled)]).toEqual([false, false, 'Disabled']);
});
