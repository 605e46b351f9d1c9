import fc from 'fast-check';
import { AnnouncementWatch } from './watch-announcements';

const OPEN = 'here: breaker open';

it('wants an announcement of its own for each change, and minds no repeats', () => {
  const watch = new AnnouncementWatch();
  watch.changed(OPEN, 0);
  watch.told(OPEN, 1_000);
  watch.told(OPEN, 2_000);
  expect([watch.problems, watch.isWaiting('here')]).toEqual([[], false]);
  // Long after: the repeats are not its announcement.
  watch.changed(OPEN, 100_000);
  expect(watch.problems).toEqual(['nobody was told "here: breaker open", which it was at 100.0 s']);
  expect([watch.isWaiting('here'), watch.isWaiting('there')]).toEqual([true, false]);
});

it('takes no announcement for another change’s, nor for another region’s', () => {
  const watch = new AnnouncementWatch();
  watch.changed(OPEN, 0);
  watch.told('here: breaker closed', 1);
  watch.told('there: breaker open', 1);
  expect(watch.problems).toHaveLength(1);
});

it('takes the announcement of a tick that was faster than the change, a minute before at most', () => {
  const watch = new AnnouncementWatch();
  watch.told(OPEN, 1_000);
  watch.changed(OPEN, 1_500);
  expect(watch.problems).toEqual([]);
  watch.told(OPEN, 2_000);
  watch.changed(OPEN, 62_001);
  expect(watch.problems).toHaveLength(1);
});

it('misses as many as there are changes more than announcements that come later', () => {
  fc.assert(
    fc.property(fc.nat(8), fc.nat(8), (changes, tellings) => {
      const watch = new AnnouncementWatch();
      for (let change = 0; change < changes; change += 1) watch.changed(OPEN, change);
      for (let telling = 0; telling < tellings; telling += 1) watch.told(OPEN, changes + telling);
      expect(watch.problems).toHaveLength(Math.max(0, changes - tellings));
    }),
  );
});
