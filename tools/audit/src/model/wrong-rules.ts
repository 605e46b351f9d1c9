import { judge } from '@pipeline/record-schema';
import { History, REAL, type Rules } from './run-history';

const hashOf = (image: unknown) =>
  (image as { readonly contentHash?: { readonly S?: string } } | undefined)?.contentHash?.S;

/** Rules that look right and are not: the model must find each. */
export const WRONG_RULES: Readonly<Record<string, Rules>> = {
  'no repair': { ...REAL, repair: () => undefined },
  'a repair that leaves equal contents alone': {
    ...REAL,
    repair: (record, ...rest) =>
      hashOf(record.dynamodb?.OldImage) === hashOf(record.dynamodb?.NewImage)
        ? undefined
        : REAL.repair(record, ...rest),
  },
  'a duplicate that keeps the lower revision': {
    ...REAL,
    judge: (standing, mine) => {
      const judgement = judge(standing, mine);
      return 'next' in judgement && judgement.next === 'renew' ? { outcome: 'duplicate' } : judgement;
    },
  },
};

/** The first seed by which a rule leaves another payload than the serial run, not only another revision. */
export function seedThatFinds(rules: Rules, first: number, histories: number): number | undefined {
  for (let seed = first; seed < first + histories; seed += 1) {
    if (new History(seed, rules).run().wrong?.startsWith('another payload')) return seed;
  }
  return undefined;
}
