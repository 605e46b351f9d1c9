import type { PayloadValue } from './dataset';
import { canonicalDecimal, Decimal } from './decimal';
import { hash22 } from './hash';
import { quoted } from './json-text';
import { memberNames } from './member-names';

/** Equal contents hash equally, whatever the order of members or the way in which a number was written. */
export const contentHash = (payload: PayloadValue): string => hash22(canonicalText(payload));

/**
 * JSON with sorted members and canonical decimals; absent members are not written.
 * @param depth of the value in its item, whose own members have none
 */
export function canonicalText(value: PayloadValue, depth = 1): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number' || value instanceof Decimal) return canonicalDecimal(value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `[${value.map((element) => canonicalText(element, depth + 1)).join(',')}]`;
  const members = Object.values(value) as readonly (PayloadValue | undefined)[];
  let text = '';
  for (const { text: before, at } of memberNames(value, depth).sorted) {
    const member = members[at];
    if (member !== undefined) text += (text === '' ? before : `,${before}`) + canonicalText(member, depth + 1);
  }
  return `{${text}}`;
}
