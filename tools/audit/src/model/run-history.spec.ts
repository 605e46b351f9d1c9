import { Random } from './random';
import { History } from './run-history';
import { seedThatFinds, WRONG_RULES } from './wrong-rules';

const HISTORIES = 5_000;

describe('two regions', () => {
  it('end equal to the serial run, whatever happens meanwhile, and each trail tells the table', () => {
    let repairs = 0;
    for (let seed = 1; seed <= HISTORIES; seed += 1) {
      const end = new History(new Random(seed)).run();
      if (end.wrong !== undefined) throw new Error(`seed ${seed}: ${end.wrong}`);
      repairs += end.repairs;
    }
    expect(repairs).toBeGreaterThan(HISTORIES / 20);
  });

  it('come to the same end by the same seed', () => {
    expect(new History(new Random(7)).run()).toEqual(new History(new Random(7)).run());
  });

  it.each(Object.entries(WRONG_RULES))('do not with %s', (_, rule) => {
    expect(seedThatFinds(rule, 1, HISTORIES)).toBeDefined();
  });
});
