import type { Image } from '@pipeline/audit-trail';
import { judge } from '@pipeline/record-schema';
import { Random } from './random';
import { standingOf } from './rows';
import { History, REAL, type Rules } from './run-history';

const hashOf = (image: unknown) => standingOf(image as Image | undefined)?.contentHash;

export interface WrongRule {
  readonly rules: Rules;
  /** How what is wrong begins: another payload, not another revision only. */
  readonly shows: string;
}

/** Rules that look right and are not: the model must find each. */
export const WRONG_RULES: Readonly<Record<string, WrongRule>> = {
  'no repair': { rules: { ...REAL, repair: () => undefined }, shows: 'another payload' },
  'a repair that leaves equal contents alone': {
    rules: {
      ...REAL,
      repair: (record, ...rest) =>
        hashOf(record.dynamodb?.OldImage) === hashOf(record.dynamodb?.NewImage)
          ? undefined
          : REAL.repair(record, ...rest),
    },
    shows: 'another payload',
  },
  'a duplicate that keeps the lower revision': {
    rules: {
      ...REAL,
      judge: (standing, mine) => {
        const judgement = judge(standing, mine);
        return 'next' in judgement && judgement.next === 'renew' ? { outcome: 'duplicate' } : judgement;
      },
    },
    shows: 'another payload',
  },
  'a repair of all that was overwritten by another content': {
    rules: {
      ...REAL,
      repair: ({ dynamodb }) => {
        const [before, after] = [dynamodb?.OldImage, dynamodb?.NewImage] as (Image | undefined)[];
        const other = before !== undefined && after !== undefined && hashOf(before) !== hashOf(after);
        return other ? { item: before, revision: standingOf(before)?.revision ?? '' } : undefined;
      },
      putsBack: () => true,
    },
    shows: 'it does not end',
  },
};

/** The first seed by which a rule shows what is wrong with it. */
export function seedThatFinds({ rules, shows }: WrongRule, first: number, histories: number): number | undefined {
  for (let seed = first; seed < first + histories; seed += 1) {
    if (new History(new Random(seed), rules).run().wrong?.startsWith(shows)) return seed;
  }
  return undefined;
}
