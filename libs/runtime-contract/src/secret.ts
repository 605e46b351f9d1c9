import { type Either, isLeft, left, right } from 'fp-ts/Either';
import * as t from 'io-ts';

/** One key of sensitive fields, and the instant from which on files are read with it. */
export interface HmacKey {
  /** ISO 8601. */
  readonly notBefore: string;
  readonly key: Uint8Array;
}

const entry = t.type({ notBefore: t.string, key: t.string });

/**
 * The pipeline's secret: `{"notBefore": …, "key": …}` as it is generated with the stack, or, after a rotation, which only
 * ever appends, `{"keys": [{"notBefore": …, "key": …}, …]}`. The bytes of a key are its text's, in UTF-8.
 */
const pipelineSecret = t.union([t.type({ keys: t.array(entry) }), entry]);

/** Shorter keys could be guessed: RFC 2104 asks for the length of the hash. */
const MIN_KEY_BYTES = 32;

/**
 * While Secrets Manager does not answer, the keys that a function knows serve for this long, in milliseconds. A key that
 * is valid earlier than that after it was made could be missed by a file that should be read with it.
 */
export const KEYS_SERVE_MS = 60 * 60_000;

/** The keys of a secret, oldest first; on the left what is wrong with it, without showing any of it. */
export function parsePipelineSecret(text: string): Either<string, readonly HmacKey[]> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return left('The secret is not JSON.');
  }
  const decoded = pipelineSecret.decode(value);
  if (isLeft(decoded)) return left('The secret holds no list of keys with `notBefore` and `key`.');
  const keys = 'keys' in decoded.right ? decoded.right.keys : [decoded.right];
  const parsed = keys.map(({ notBefore, key }) => ({ notBefore, key: Buffer.from(key, 'utf8') }));
  if (parsed.length === 0) return left('The secret holds no key.');
  if (parsed.some(({ notBefore }) => Number.isNaN(Date.parse(notBefore)))) {
    return left('A key of the secret has no instant in `notBefore`.');
  }
  if (parsed.some(({ key }) => key.length < MIN_KEY_BYTES)) {
    return left(`A key of the secret is shorter than ${MIN_KEY_BYTES} bytes.`);
  }
  return right(parsed.sort((one, other) => Date.parse(one.notBefore) - Date.parse(other.notBefore)));
}

/**
 * The text of a secret with one key more; nothing else in it changes, since no replay may come out differently.
 * @returns on the left what is wrong with the secret, or with the key beside it, without showing any of it
 */
export function appendHmacKey(
  text: string,
  added: { readonly notBefore: string; readonly key: string },
): Either<string, string> {
  const parsed = parsePipelineSecret(text);
  if (isLeft(parsed)) return parsed;
  const latest = parsed.right.at(-1);
  if (latest && Date.parse(latest.notBefore) >= Date.parse(added.notBefore)) {
    return left('The secret has a key that is valid later than the one to be added.');
  }
  const keys = parsed.right.map(({ notBefore, key }) => ({ notBefore, key: Buffer.from(key).toString('utf8') }));
  const appended = JSON.stringify({ keys: [...keys, added] });
  const checked = parsePipelineSecret(appended);
  return isLeft(checked) ? checked : right(appended);
}

/** Whether a secret holds every key of another, as it was. */
export const keepsKeys = (keys: readonly HmacKey[], before: readonly HmacKey[]): boolean =>
  before.every((old) =>
    keys.some(({ notBefore, key }) => notBefore === old.notBefore && Buffer.from(key).equals(Buffer.from(old.key))),
  );
