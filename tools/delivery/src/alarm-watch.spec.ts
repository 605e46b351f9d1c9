import { type AlarmState, watchAlarms } from './alarm-watch';

const START = Date.parse('2026-03-14T09:00:00Z');
const alarm = (name: string, state: string, since: number): AlarmState => ({
  name,
  region: 'us-east-1',
  state,
  since,
  reason: 'Threshold crossed',
});

/** A new list of alarms at each poll, and a clock that runs by sleeping. */
function ports(...polls: readonly (readonly AlarmState[])[]) {
  let now = START;
  let poll = 0;
  return {
    alarms: () => Promise.resolve(polls[Math.min(poll++, polls.length - 1)] ?? []),
    now: () => now,
    sleep(milliseconds: number) {
      now += milliseconds;
      return Promise.resolve();
    },
    polls: () => poll,
  };
}
const WATCH = { since: START, minutes: 10 };
const calm = alarm('serverless-errors-prod', 'OK', START - 1);

describe('the watch', () => {
  it('ends well when nothing goes off', async () => {
    const quiet = ports([calm]);
    expect(await watchAlarms(quiet, WATCH)).toEqual({
      holds: true,
      verdict: 'holds: none of 1 alarms went off within 10 minutes',
    });
    expect(quiet.polls()).toBe(21);
  });

  it('ends at once when an alarm goes off, and says which and why', async () => {
    const loud = ports([calm], [alarm('serverless-errors-prod', 'ALARM', START + 1)], [calm]);
    expect(await watchAlarms(loud, WATCH)).toEqual({
      holds: false,
      verdict: 'does not hold: serverless-errors-prod in us-east-1 (Threshold crossed)',
    });
    expect(loud.polls()).toBe(2);
  });

  it('tells of an alarm that was on before, and lets it be', async () => {
    const old = ports([calm, alarm('serverless-dlq-depth-prod', 'ALARM', START - 1)]);
    expect(await watchAlarms(old, WATCH)).toEqual({
      holds: true,
      verdict:
        'holds: none of 2 alarms went off within 10 minutes; on, and not counted: serverless-dlq-depth-prod in us-east-1',
    });
  });

  it('lets be an alarm that is expected to be on', async () => {
    const first = ports([calm, alarm('serverless-protection-off-prod', 'ALARM', START + 1)]);
    expect(await watchAlarms(first, { ...WATCH, except: 'serverless-protection-off-prod' })).toMatchObject({
      holds: true,
    });
  });

  it('can not be over nothing', async () => {
    await expect(watchAlarms(ports([]), WATCH)).rejects.toThrow('There is no alarm to watch.');
  });
});
