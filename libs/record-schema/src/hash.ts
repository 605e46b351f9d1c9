import { createHash, hash } from 'node:crypto';

/** `hash` spares the object that `createHash` makes, which costs more than hashing a row; Node.js 18 has none yet. */
const sha256: (text: string) => string =
  typeof hash === 'function'
    ? (text) => hash('sha256', text, 'base64url')
    : (text) => createHash('sha256').update(text).digest('base64url');

/** The first 132 bits of SHA-256 as 22 characters of base64url: no collision is expected below 2^64 values. */
export const hash22 = (text: string): string => sha256(text).slice(0, 22);
