import { type SavedState, SentinelWatch } from './watch-sentinel';

const HOUR = 3_600_000;
const watchUnderTest = () => new SentinelWatch('here', { lostAfterTicks: 3, backAfterTicks: 2, untouched: HOUR });
const state = (status: 'AVAILABLE' | 'LOST', catchUp?: SavedState['catchUp']): SavedState => ({
  regions: { here: { status: 'AVAILABLE' }, there: { status } },
  ...(catchUp ? { catchUp } : {}),
});
const [AVAILABLE, LOST] = [state('AVAILABLE'), state('LOST')];
const [THERE, GONE] = [
  { here: true, there: true },
  { here: true, there: false },
];

describe('what a sentinel holds of a region', () => {
  it('is told where it changes', () => {
    const watch = watchUnderTest();
    expect(watch.saves(undefined, AVAILABLE, GONE, 0)).toEqual([]);
    expect(watch.saves(AVAILABLE, AVAILABLE, GONE, 1)).toEqual([]);
    expect(watch.saves(AVAILABLE, AVAILABLE, undefined, 2)).toEqual([]);
    expect(watch.saves(AVAILABLE, LOST, GONE, 3)).toEqual(['here: there is lost']);
    expect(watch.saves(LOST, LOST, THERE, 4)).toEqual([]);
    expect(watch.saves(LOST, AVAILABLE, THERE, 5)).toEqual(['here: there is back']);
    expect(watch.problems).toEqual([]);
  });

  it('is wrong where too few ticks in a row said so', () => {
    const watch = watchUnderTest();
    watch.saves(AVAILABLE, AVAILABLE, GONE, 0);
    watch.saves(AVAILABLE, AVAILABLE, THERE, 1);
    watch.saves(AVAILABLE, AVAILABLE, GONE, 2);
    expect(watch.problems).toEqual([]);
    watch.saves(AVAILABLE, LOST, GONE, 3);
    watch.saves(LOST, AVAILABLE, THERE, 4);
    expect(watch.problems).toEqual([
      'the sentinel of here held there to be lost after 2 ticks in a row that said otherwise, and 3 are needed',
      'the sentinel of here held there to be there after 1 ticks in a row that said otherwise, and 2 are needed',
    ]);
  });

  it('is wrong where enough said otherwise, and where no tick did', () => {
    const watch = watchUnderTest();
    for (let tick = 0; tick < 3; tick += 1) watch.saves(AVAILABLE, AVAILABLE, GONE, tick);
    watch.saves(AVAILABLE, LOST, undefined, 3);
    expect(watch.problems).toEqual([
      'the sentinel of here still held there to be there after 3 ticks in a row that said otherwise, and 3 are needed',
      'the sentinel of here held there to be lost after no tick of its own, and 3 are needed',
    ]);
  });
});

describe('a walk through a lost bucket', () => {
  const at = (key: string) => ({ key, versionId: 'v' });
  const walking = (key?: string) => state('LOST', { pause: 0, ...(key ? { cursor: at(key) } : {}) });
  const ended = state('LOST', { pause: 5 });

  it('goes from page to page, to the last', () => {
    const watch = watchUnderTest();
    watch.saves(LOST, walking(), undefined, 0);
    watch.lists(undefined, false, 1);
    watch.saves(walking(), walking('a'), undefined, 2);
    watch.lists(at('a'), true, 3);
    watch.saves(walking('a'), ended, undefined, 4);
    expect(watch.problems).toEqual([]);
  });

  it('is wrong where it begins anew, other than by an invocation that was overtaken just now', () => {
    const watch = watchUnderTest();
    watch.saves(LOST, walking(), undefined, 0);
    watch.saves(walking(), walking('a'), undefined, 1_000);
    watch.saves(walking('a'), walking('b'), undefined, 2_000);
    watch.lists(undefined, false, 5_000);
    expect(watch.problems).toEqual([]);
    watch.lists(undefined, false, 60_000);
    expect(watch.problems).toEqual([
      'the sentinel of here walked on from null, and had come to {"key":"b","versionId":"v"}',
    ]);
  });

  it('is wrong where it ends before the last page; one that can’t go on now has not ended', () => {
    const watch = watchUnderTest();
    watch.saves(LOST, walking(), undefined, 0);
    watch.lists(undefined, false, 1);
    watch.saves(walking(), state('LOST', { pause: 1 }), undefined, 2);
    expect(watch.problems).toEqual([]);
    watch.saves(walking(), ended, undefined, 3);
    expect(watch.problems).toEqual(['the sentinel of here ended a walk through the lost bucket before its last page']);
  });
});

describe('a receipt that is ended as stalled', () => {
  it('must not have been touched for its time, nor be complete elsewhere for a while', () => {
    const watch = watchUnderTest();
    const receipt = { recordId: 'file#1', processedAt: 0 };
    watch.ends(receipt, undefined, HOUR + 1);
    watch.ends(receipt, { processingStatus: 'PROCESSING' }, HOUR + 1);
    watch.ends(receipt, { processingStatus: 'COMPLETED', completedAt: HOUR }, HOUR + 1);
    expect(watch.problems).toEqual([]);
    watch.ends(receipt, undefined, HOUR - 1_000);
    watch.ends(receipt, { processingStatus: 'COMPLETED_WITH_REJECTS', completedAt: 1 }, HOUR + 1);
    expect(watch.problems).toEqual([
      'the sentinel of here ended file#1 as stalled, which was touched 3599 s before',
      'the sentinel of here ended file#1 as stalled, which the other region has completed',
    ]);
  });
});

describe('a tick', () => {
  it('must say what is there before it returns or fails', () => {
    const watch = watchUnderTest();
    const over = { began: 0, isFed: true };
    watch.ticked({ ...over, outcome: 'died' });
    watch.says();
    watch.ticked({ ...over, outcome: 'failed' });
    expect(watch.problems).toEqual([]);
    watch.ticked({ ...over, outcome: 'failed' });
    expect(watch.problems).toEqual(['the sentinel of here ended a tick without a word of which region is there']);
  });
});

describe('the breaker of a dead table', () => {
  const dead = { from: 0, to: 300_000 };
  const tick = { outcome: 'returned' as const, dead, isFed: true };
  /** The sentinel, which says in each tick what is there. */
  const watchUnderTest = () => {
    const watch = new SentinelWatch('here', { lostAfterTicks: 3, backAfterTicks: 2, untouched: HOUR });
    for (let report = 0; report < 10; report += 1) watch.says();
    return watch;
  };

  it('must be open after the second whole tick', () => {
    const watch = watchUnderTest();
    watch.ticked({ ...tick, began: 10_000 });
    expect(watch.problems).toEqual([]);
    watch.ticked({ ...tick, began: 70_000, isFed: false });
    expect(watch.problems).toEqual([]);
    watch.ticked({ ...tick, began: 130_000 });
    expect(watch.problems).toEqual([
      'the sentinel of here still feeds the processor after 3 ticks that found the table dead',
    ]);
  });

  it('is not judged by ticks that die, come twice, or saw the table alive', () => {
    const watch = watchUnderTest();
    watch.ticked({ ...tick, began: 10_000 });
    watch.ticked({ ...tick, began: 10_400 });
    watch.ticked({ ...tick, began: 70_000, outcome: 'died' });
    watch.ticked({ ...tick, began: 70_000, outcome: 'failed' });
    watch.ticked({ ...tick, began: 299_000 });
    watch.ticked({ outcome: 'returned', isFed: true, began: 360_000 });
    expect(watch.problems).toEqual([]);
  });
});
