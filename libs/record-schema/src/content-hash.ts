import type { PayloadValue } from './dataset';
import { canonicalDecimal, Decimal } from './decimal';
import { hash22 } from './hash';

/** Equal contents hash equally, whatever the order of members or the way in which a number was written. */
export const contentHash = (payload: PayloadValue): string => hash22(canonical(payload));

/** JSON with sorted members and canonical decimals; absent members are not written. */
function canonical(value: PayloadValue): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number' || value instanceof Decimal) return canonicalDecimal(value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const members = value as { readonly [name: string]: PayloadValue | undefined };
  let text = '';
  for (const name of Object.keys(members).sort()) {
    const member = members[name];
    if (member !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${canonical(member)}`;
  }
  return `{${text}}`;
}
