import type { Outcome } from '../lambda/invocation';
import type { PlannedRule } from '../template/planned';
import { createMinute, type Minute } from '../time/minute';
import { createRules, type Rules } from './rules';

const rule = (name: string, schedule: string, more: Partial<PlannedRule> = {}): PlannedRule => ({
  name,
  arn: `arn:aws:events:us-east-1:000000000000:rule/${name}`,
  schedule,
  enabled: true,
  targets: [{ id: 'Target0', arn: 'arn:aws:lambda:us-east-1:000000000000:function:ticker', functionName: 'ticker' }],
  ...more,
});

describe('scheduled rules', () => {
  const answer: Outcome = { kind: 'response', payload: 'null' };
  const invoke = jest.fn((_name: string, _event: unknown) => Promise.resolve(answer));
  let minute: Minute;
  let rules: Rules;
  const run = (...planned: PlannedRule[]) => {
    const clock = { now: () => Date.now() };
    minute = createMinute(clock);
    rules = createRules({
      plan: { region: 'us-east-1', account: '000000000000', rules: planned },
      minute,
      clock,
      invoke,
    });
    rules.start();
  };
  beforeEach(() => {
    jest.useFakeTimers({ now: Date.parse('2026-11-27T10:00:30.250Z') });
    invoke.mockClear();
  });
  afterEach(() => {
    rules.stop();
    jest.useRealTimers();
  });

  it('of a rate fire once a period after the boot, with the event that EventBridge sends', () => {
    run(rule('tick', 'rate(1 minute)'));
    jest.advanceTimersByTime(59_999);
    expect(invoke).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1);
    expect(invoke.mock.calls).toEqual([
      [
        'ticker',
        {
          version: '0',
          id: expect.stringMatching(/^[0-9a-f-]{36}$/),
          'detail-type': 'Scheduled Event',
          source: 'aws.events',
          account: '000000000000',
          time: '2026-11-27T10:01:30Z',
          region: 'us-east-1',
          resources: ['arn:aws:events:us-east-1:000000000000:rule/tick'],
          detail: {},
        },
      ],
    ]);
    jest.advanceTimersByTime(180_000);
    expect(invoke).toHaveBeenCalledTimes(4);
  });

  it('of a cron expression fire at its instants', () => {
    run(rule('noon', 'cron(0 12 * * ? *)'));
    jest.advanceTimersByTime(2 * 3_600_000 - 30_251);
    expect(invoke).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1);
    expect(invoke).toHaveBeenCalledTimes(1);
  });

  it('give a target its constant input', () => {
    const target = { id: 'T', arn: 'arn:aws:lambda:us-east-1:000000000000:function:other:live', functionName: 'other' };
    run(rule('tick', 'rate(1 minute)', { targets: [{ ...target, input: '{"mode":"hourly"}' }] }));
    jest.advanceTimersByTime(60_000);
    expect(invoke.mock.calls).toEqual([['other', { mode: 'hourly' }]]);
  });

  it('follow the length of a minute', () => {
    run(rule('tick', 'rate(1 minute)'));
    minute.set(1_000);
    jest.advanceTimersByTime(5_000);
    expect(invoke).toHaveBeenCalledTimes(5);
  });

  it('are not fired by their schedule when they are disabled, nor after the end', () => {
    run(rule('off', 'rate(1 minute)', { enabled: false }), rule('tick', 'rate(5 minutes)'));
    jest.advanceTimersByTime(120_000);
    rules.stop();
    jest.advanceTimersByTime(3_600_000);
    expect(invoke).not.toHaveBeenCalled();
  });

  it('can be fired at once, a disabled one too', async () => {
    run(rule('off', 'rate(1 minute)', { enabled: false }));
    expect(await rules.fire('off')).toEqual([{ target: 'Target0', functionName: 'ticker', outcome: answer }]);
    expect(rules.fire('no-such-rule')).toBeUndefined();
  });

  it('say when they fire next and fired last', () => {
    run(rule('tick', 'rate(1 minute)'), rule('past', 'cron(0 0 1 1 ? 2020)'));
    const start = Date.now();
    jest.advanceTimersByTime(60_000);
    expect(rules.state()).toEqual([
      {
        name: 'tick',
        schedule: 'rate(1 minute)',
        enabled: true,
        targets: ['ticker'],
        last: start + 60_000,
        next: start + 120_000,
      },
      { name: 'past', schedule: 'cron(0 0 1 1 ? 2020)', enabled: true, targets: ['ticker'] },
    ]);
  });
});
