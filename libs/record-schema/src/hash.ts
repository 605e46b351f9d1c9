import { createHash } from 'node:crypto';

/** The first 132 bits of SHA-256 as 22 characters of base64url: no collision is expected below 2^64 values. */
export const hash22 = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22);
