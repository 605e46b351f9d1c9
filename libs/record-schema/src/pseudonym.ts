import { createHmac } from 'node:crypto';
import type { TransformContext } from './dataset';

/**
 * A sensitive text as it is stored: HMAC-SHA-256 (RFC 2104) in base64url, with the newest key that is not after the file's
 * lastModified. Keys are only ever appended, so a replay of the file, in either region, years later, makes the same.
 * @throws Error when the context has no key for the file: its configuration is wrong, not the row
 */
export function pseudonym(text: string, { lastModified, hmacKeys }: TransformContext): string {
  const at = Date.parse(lastModified);
  const usable = (hmacKeys ?? []).filter(({ notBefore }) => Date.parse(notBefore) <= at);
  const newest = usable.reduce<(typeof usable)[number] | undefined>(
    (best, key) => (!best || Date.parse(key.notBefore) > Date.parse(best.notBefore) ? key : best),
    undefined,
  );
  if (!newest) throw new Error(`There is no key for files of ${lastModified}. Append one to the pipeline's secret.`);
  return createHmac('sha256', newest.key).update(text).digest('base64url');
}
