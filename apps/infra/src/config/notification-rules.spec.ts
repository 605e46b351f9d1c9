import * as fc from 'fast-check';
import { checkNotificationRules } from './notification-rules';

const rule = (prefix: string, suffix: string, dataset = 'orders') => ({ prefix, suffix, dataset });

describe('checkNotificationRules', () => {
  it('accepts one prefix with several suffixes, compressed ones among them', () => {
    const rules = ['.csv', '.csv.gz', '.json', '.json.gz'].map((suffix) => rule('incoming/orders/', suffix));
    expect(checkNotificationRules(rules)).toEqual([]);
  });

  it('refuses two rules that one key could match', () => {
    expect(
      checkNotificationRules([rule('incoming/orders/', '.gz'), rule('incoming/orders/eu/', '.csv.gz', 'orders-eu')]),
    ).toEqual([
      'The notification rules incoming/orders/*.gz of orders and incoming/orders/eu/*.csv.gz of orders-eu overlap, which S3 refuses: give the datasets prefixes or suffixes of which none begins or ends with another.',
    ]);
  });

  it('refuses the same rule twice', () => {
    expect(checkNotificationRules([rule('incoming/a/', '.csv'), rule('incoming/a/', '.csv')])).toHaveLength(1);
  });

  it('refuses a prefix that the processor may not read', () => {
    expect(checkNotificationRules([rule('adopted/', '.csv')])).toEqual([
      'The notification rule adopted/*.csv of orders is outside of incoming/, which is all that the processor may read: correct its prefix.',
    ]);
  });

  it('refuses more than the hundred of a bucket', () => {
    const rules = (count: number) =>
      Array.from({ length: count }, (_, index) => rule(`incoming/dataset-${index}/`, '.csv'));
    expect(checkNotificationRules(rules(100))).toEqual([]);
    expect(checkNotificationRules(rules(101))).toEqual([
      'There are 101 notification rules and S3 allows 100 per bucket: let datasets declare fewer suffixes.',
    ]);
  });

  it('finds an overlap exactly where some key matches both rules', () => {
    const part = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 3 });
    fc.assert(
      fc.property(part, part, part, part, (prefix, suffix, otherPrefix, otherSuffix) => {
        const one = rule(`incoming/${prefix}`, suffix);
        const other = rule(`incoming/${otherPrefix}`, otherSuffix);
        // The longer prefix before the longer suffix is matched by both, if any key is.
        const longer = (x: string, y: string) => (x.length >= y.length ? x : y);
        const key = longer(one.prefix, other.prefix) + longer(suffix, otherSuffix);
        const matches = ({ prefix: head, suffix: tail }: typeof one) => key.startsWith(head) && key.endsWith(tail);
        expect(checkNotificationRules([one, other])).toHaveLength(matches(one) && matches(other) ? 1 : 0);
      }),
    );
  });
});
