import * as fc from 'fast-check';
import { firstView, observeRegion } from './observe-region';

const ticks = { lostAfterTicks: 3, backAfterTicks: 5 };
const views = (answers: readonly boolean[]) => {
  const seen = [firstView(0)];
  answers.forEach((answer, index) => seen.push(observeRegion(seen.at(-1)!, answer, ticks, index + 1)));
  return seen;
};

describe('a region', () => {
  it('is lost after so many ticks in a row without an answer, and back after so many with one', () => {
    const no = Array<boolean>(3).fill(false);
    const yes = Array<boolean>(5).fill(true);
    expect(views(no.slice(1)).at(-1)).toMatchObject({ status: 'AVAILABLE', contrary: 2 });
    expect(views(no).at(-1)).toEqual({ status: 'LOST', contrary: 0, since: 3 });
    expect(views([...no, ...yes.slice(1)]).at(-1)).toMatchObject({ status: 'LOST', contrary: 4 });
    expect(views([...no, ...yes]).at(-1)).toEqual({ status: 'AVAILABLE', contrary: 0, since: 8 });
  });

  it('whatever it does, changes its status only after as many ticks in a row as are asked for', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 60 }), (answers) => {
        const seen = views(answers);
        for (let at = 1; at < seen.length; at += 1) {
          if (seen[at]!.status === seen[at - 1]!.status) continue;
          const lost = seen[at]!.status === 'LOST';
          const needed = lost ? ticks.lostAfterTicks : ticks.backAfterTicks;
          expect(answers.slice(at - needed, at)).toEqual(Array(needed).fill(!lost));
        }
      }),
    );
  });
});
