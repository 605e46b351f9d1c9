import { randomInt } from 'node:crypto';

/** What a template says of a secret that is generated with the stack (AWS::SecretsManager::Secret GenerateSecretString). */
export interface SecretGeneration {
  readonly template?: string;
  readonly key?: string;
  /** In characters; Secrets Manager's default is 32. */
  readonly length: number;
  readonly excludePunctuation: boolean;
}

const LETTERS_AND_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/** A secret as Secrets Manager would draw it: random characters, as one member of the template's object where there is one. */
export function generateSecret({ template, key, length, excludePunctuation }: SecretGeneration): string {
  const alphabet = excludePunctuation ? LETTERS_AND_DIGITS : LETTERS_AND_DIGITS + PUNCTUATION;
  const drawn = Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
  if (template === undefined || key === undefined) return drawn;
  return JSON.stringify({ ...(JSON.parse(template) as object), [key]: drawn });
}
