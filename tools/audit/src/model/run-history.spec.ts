import { History, REAL } from './run-history';
import { seedThatFinds, WRONG_RULES } from './wrong-rules';

const HISTORIES = 5_000;

describe('two regions', () => {
  it('end equal to the serial run, whatever happens meanwhile', () => {
    let repairs = 0;
    for (let seed = 1; seed <= HISTORIES; seed += 1) {
      const end = new History(seed, REAL).run();
      if (end.wrong !== undefined) throw new Error(`seed ${seed}: ${end.wrong}`);
      repairs += end.repairs;
    }
    expect(repairs).toBeGreaterThan(HISTORIES / 20);
  });

  it('come to the same end by the same seed', () => {
    expect(new History(7).run()).toEqual(new History(7).run());
  });

  it.each(Object.entries(WRONG_RULES))('do not with %s: the payload is another', (_, rules) => {
    expect(seedThatFinds(rules, 1, HISTORIES)).toBeDefined();
  });
});
