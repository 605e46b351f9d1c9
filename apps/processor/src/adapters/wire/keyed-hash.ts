import * as crypto from 'node:crypto';

/** Bytes of a block of SHA-256, and of its result. */
const BLOCK = 64;
const RESULT = 32;

const hmac = (key: string | Buffer, text: string): Buffer => crypto.createHmac('sha256', key).update(text).digest();

/** The HMAC-SHA-256 of ASCII texts under one key, as hexadecimal digits. */
export type KeyedHash = (text: string) => string;

/**
 * `crypto.hash` twice instead of `createHmac`, which spends most of its time on the object that it makes: the hash of the
 * outer block and of the hash of the inner block and the text (RFC 2104). Node.js 18 has no `crypto.hash`.
 * @param key at most a block long
 */
export function keyedHash(key: Buffer): KeyedHash {
  if (typeof crypto.hash !== 'function') return (text) => hmac(key, text).toString('hex');
  const outer = padded(key, 0x5c, RESULT);
  let inner = padded(key, 0x36, 0);
  return (text) => {
    // The texts of one signer have one length for as long as a day.
    if (inner.length !== BLOCK + text.length) inner = padded(key, 0x36, text.length);
    inner.write(text, BLOCK, 'latin1');
    outer.write(crypto.hash('sha256', inner, 'binary'), BLOCK, 'binary');
    return crypto.hash('sha256', outer, 'hex');
  };
}

/** The key's block, every bit of the pad turned over, and room behind it. */
function padded(key: Buffer, pad: number, room: number): Buffer {
  const block = Buffer.alloc(BLOCK + room, pad);
  for (const [index, byte] of key.entries()) block[index] = byte ^ pad;
  return block;
}
