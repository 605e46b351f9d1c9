import * as fc from 'fast-check';
import { type Entry, MessageSchedule } from './message-schedule';

const RETENTION_MS = 50;
const entry = (sentAt: number, visibleAt: number, receiveCount = 0): Entry => ({
  id: 'm',
  sentAt,
  visibleAt,
  receiveCount,
});

describe('a schedule', () => {
  it('shows a message when its time has come and somebody looks, not before', () => {
    const schedule = new MessageSchedule();
    schedule.add(1, entry(0, 10), RETENTION_MS);
    expect(schedule.nextVisible).toBe(10);
    schedule.settle(9, RETENTION_MS);
    expect([...schedule.ready()]).toEqual([]);
    schedule.settle(10, RETENTION_MS);
    expect([...schedule.ready()]).toEqual([1]);
    expect(schedule.nextVisible).toBe(Infinity);
  });

  it('goes by the last deadline of a message that was hidden more than once', () => {
    const schedule = new MessageSchedule();
    schedule.add(1, entry(0, 0), RETENTION_MS);
    schedule.hide(1, entry(0, 10, 1));
    schedule.hide(1, entry(0, 20, 1));
    schedule.settle(10, RETENTION_MS);
    expect(schedule.counts()).toEqual({ visible: 0, inFlight: 1, delayed: 0 });
    schedule.settle(20, RETENTION_MS);
    expect(schedule.counts()).toEqual({ visible: 1, inFlight: 0, delayed: 0 });
  });

  it('leaves out of an iteration what is taken while it goes', () => {
    const schedule = new MessageSchedule();
    for (const sequence of [1, 2, 3]) schedule.add(sequence, entry(0, 0), RETENTION_MS);
    schedule.settle(0, RETENTION_MS);
    const seen: number[] = [];
    for (const sequence of schedule.ready()) {
      seen.push(sequence);
      schedule.forget(sequence + 1);
    }
    expect(seen).toEqual([1, 3]);
  });
});

type Act =
  | { readonly kind: 'add' | 'forget'; readonly sequence: number; readonly delay: number }
  | { readonly kind: 'hide'; readonly sequence: number; readonly delay: number }
  | { readonly kind: 'wait'; readonly sequence: number; readonly delay: number };
const act: fc.Arbitrary<Act> = fc.record({
  kind: fc.constantFrom('add', 'hide', 'forget', 'wait'),
  sequence: fc.integer({ min: 1, max: 4 }),
  delay: fc.integer({ min: 0, max: 30 }),
});

it('counts each message once and as what it is, whatever was done to it and in which order', () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
      const schedule = new MessageSchedule();
      const model = new Map<number, Entry>();
      let now = 0;
      for (const { kind, sequence, delay } of acts) {
        const known = model.get(sequence);
        if (kind === 'add' && !known) {
          model.set(sequence, entry(now, now + delay));
          schedule.add(sequence, entry(now, now + delay), RETENTION_MS);
        } else if (kind === 'hide' && known) {
          const hidden = { ...known, visibleAt: now + delay, receiveCount: known.receiveCount + 1 };
          model.set(sequence, hidden);
          schedule.hide(sequence, hidden);
        } else if (kind === 'forget') {
          model.delete(sequence);
          schedule.forget(sequence);
        } else if (kind === 'wait') now += delay;

        const expired = [...model].filter(([, { sentAt }]) => sentAt + RETENTION_MS <= now).map(([each]) => each);
        expect(schedule.settle(now, RETENTION_MS).sort()).toEqual(expired.sort());
        for (const each of expired) {
          model.delete(each);
          schedule.forget(each);
        }
        const visible = [...model].filter(([, { visibleAt }]) => visibleAt <= now).map(([each]) => each);
        const inFlight = [...model.values()].filter(
          ({ visibleAt, receiveCount }) => visibleAt > now && receiveCount > 0,
        ).length;
        expect([...schedule.ready()].sort()).toEqual(visible.sort());
        expect(schedule.counts()).toEqual({
          visible: visible.length,
          inFlight,
          delayed: model.size - visible.length - inFlight,
        });
      }
    }),
  );
});
