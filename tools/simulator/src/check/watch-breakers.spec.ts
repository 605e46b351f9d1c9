import { BreakerWatch } from './watch-breakers';

/** A caller whose calls are refused, one each 200 ms, until its breaker must be open. @returns when that is */
function open(watch: BreakerWatch, calls = 10): number {
  for (let call = 0; call < calls; call += 1) {
    const sent = watch.leaves('a', call * 200);
    watch.answered('a', sent, false, call * 200 + 10);
  }
  return (calls - 1) * 200 + 10;
}
const ALWAYS = { from: 0, to: Infinity };

it('counts what leaves while the breaker is open, of its own caller and in its span only', () => {
  const watch = new BreakerWatch({ from: 0, to: 2_200 });
  const at = open(watch);
  watch.leaves('a', at + 100);
  watch.leaves('b', at + 100);
  watch.leaves('a', 2_200);
  expect(watch).toMatchObject({ calls: 12, past: 1 });
});

it('takes a breaker for closed after too few failures, in too little time, or with an answer among them', () => {
  const few = new BreakerWatch(ALWAYS);
  few.leaves('a', open(few, 9) + 1);
  const fast = new BreakerWatch(ALWAYS);
  for (let call = 0; call < 30; call += 1) fast.answered('a', fast.leaves('a', call), false, call);
  const answered = new BreakerWatch(ALWAYS);
  open(answered, 9);
  answered.answered('a', answered.leaves('a', 1_700), true, 1_800);
  for (let call = 0; call < 5; call += 1) answered.answered('a', answered.leaves('a', 2_000), false, 2_100);
  answered.leaves('a', 2_200);
  expect([few.past, fast.past, answered.past]).toEqual([0, 0, 0]);
});

it('allows one trial after the pause, one more with each that succeeds, and all after the third', () => {
  const watch = new BreakerWatch(ALWAYS);
  let now = open(watch) + 500;
  for (let succeeded = 0; succeeded < 3; succeeded += 1) {
    const trial = watch.leaves('a', now);
    watch.answered('a', trial, true, now + 10);
    now += 20;
  }
  for (let call = 0; call < 20; call += 1) watch.leaves('a', now + call);
  expect(watch.past).toBe(0);
});

it('counts a second call beside the trial, and the next trial that comes before a pause twice as long', () => {
  const watch = new BreakerWatch(ALWAYS);
  const at = open(watch) + 500;
  const trial = watch.leaves('a', at);
  watch.leaves('a', at + 1);
  expect(watch.past).toBe(1);
  watch.answered('a', trial, false, at + 10);
  watch.leaves('a', at + 10 + 999);
  expect(watch.past).toBe(2);
  watch.leaves('a', at + 10 + 1_000);
  expect(watch.past).toBe(2);
});
