import { createHash, hash } from 'node:crypto';

/** Node.js 18 has no `hash` yet. */
const sha256: (text: string) => string =
  typeof hash === 'function'
    ? (text) => hash('sha256', text, 'base64url')
    : (text) => createHash('sha256').update(text).digest('base64url');

/** The first 132 bits of SHA-256, written here a second time: a checker shares nothing with the judged. */
export const hash22 = (text: string): string => sha256(text).slice(0, 22);
