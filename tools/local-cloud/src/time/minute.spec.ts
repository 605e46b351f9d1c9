import { createMinute } from './minute';

describe('a minute', () => {
  let real: number;
  const clock = { now: () => real };
  beforeEach(() => {
    real = 1_000_000;
  });

  it('is a real one until somebody says otherwise', () => {
    const minute = createMinute(clock);
    real += 90_000;
    expect(minute.now()).toBe(real);
    expect(minute.scaled(60_000)).toBe(60_000);
  });

  it('that is short makes the time of schedules run, from the moment on when it is set', () => {
    const minute = createMinute(clock);
    real += 30_000;
    minute.set(1_000);
    expect(minute.now()).toBe(1_030_000);
    real += 2_000;
    expect(minute.now()).toBe(1_150_000);
    minute.set(60_000);
    real += 5_000;
    expect(minute.now()).toBe(1_155_000);
  });

  it('scales what lasts', () => {
    expect(createMinute(clock, 600).scaled(30_000)).toBe(300);
  });

  it('tells of its changes until it is not asked any more', () => {
    const minute = createMinute(clock);
    const changed = jest.fn();
    const end = minute.onChange(changed);
    minute.set(500);
    end();
    minute.set(600);
    expect(changed).toHaveBeenCalledTimes(1);
  });
});
