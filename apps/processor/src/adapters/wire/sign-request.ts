import * as crypto from 'node:crypto';
import { type KeyedHash, keyedHash } from './keyed-hash';

export interface SigningIdentity {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

export interface SigningScope {
  readonly region: string;
  readonly service: string;
}

/** What all requests to one place have in common. */
export interface RequestTarget {
  /** As in the `Host` header: a port where it is not the usual one, IPv6 in brackets. */
  readonly host: string;
  /** Begins and ends with a slash. */
  readonly path: string;
  readonly contentType: string;
  /** Before the operation's name in `X-Amz-Target`. */
  readonly service: string;
}

/** Signs requests of one identity to one target: head and body, as they go over the wire. */
export type RequestSigner = (operation: string, body: string, epochMs: number) => string;

/** `crypto.hash` spares the object that `createHash` makes; Node.js 18 has none yet. */
const sha256: (text: string) => string =
  typeof crypto.hash === 'function'
    ? (text) => crypto.hash('sha256', text, 'hex')
    : (text) => crypto.createHash('sha256').update(text).digest('hex');

const hmac = (key: string | Buffer, text: string): Buffer => crypto.createHmac('sha256', key).update(text).digest();

/** What is the same in all requests of one operation that are signed in one second. */
interface Parts {
  /** Of the canonical request, before the hash of its body. */
  readonly canonical: string;
  /** Of the request, before its signature. */
  readonly head: string;
}

/**
 * AWS Signature Version 4 of a JSON RPC request ("Create a signed AWS API request", IAM User Guide). The signing key
 * holds for a day of one region and service, the scope too; all but the body's hash and what follows from it holds for a
 * second. The hash itself is not among the headers: only S3 asks for that.
 */
export function requestSigner(
  { accessKeyId, secretAccessKey, sessionToken }: SigningIdentity,
  { region, service }: SigningScope,
  target: RequestTarget,
): RequestSigner {
  const token = sessionToken ? `x-amz-security-token:${sessionToken}\n` : '';
  const signedHeaders = `content-type;host;x-amz-date;${token && 'x-amz-security-token;'}x-amz-target`;
  const canonicalPath = encodeURIComponent(target.path).replace(/%2F/g, '/');

  let second = NaN;
  let date = '';
  let day = '';
  let scope = '';
  let beforeHash = '';
  let signed: KeyedHash = () => '';
  const parts = new Map<string, Parts>();
  const moveTo = (epochMs: number): void => {
    const now = Math.floor(epochMs / 1_000);
    if (now === second) return;
    second = now;
    date = new Date(epochMs).toISOString().replace(/[-:]|\.\d{3}/g, '');
    parts.clear();
    if (!date.startsWith(day) || day === '') {
      day = date.slice(0, 8);
      scope = `${day}/${region}/${service}/aws4_request`;
      signed = keyedHash(hmac(hmac(hmac(hmac(`AWS4${secretAccessKey}`, day), region), service), 'aws4_request'));
    }
    beforeHash = `AWS4-HMAC-SHA256\n${date}\n${scope}\n`;
  };
  const partsOf = (operation: string): Parts => {
    const action = `${target.service}.${operation}`;
    const made = {
      canonical:
        `POST\n${canonicalPath}\n\ncontent-type:${target.contentType}\nhost:${target.host}\nx-amz-date:${date}\n` +
        `${token}x-amz-target:${action}\n\n${signedHeaders}\n`,
      head:
        `POST ${target.path} HTTP/1.1\r\nhost: ${target.host}\r\ncontent-type: ${target.contentType}\r\n` +
        `x-amz-target: ${action}\r\nx-amz-date: ${date}\r\n${sessionToken ? `x-amz-security-token: ${sessionToken}\r\n` : ''}` +
        `authorization: AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${signedHeaders}, Signature=`,
    };
    parts.set(operation, made);
    return made;
  };

  return (operation, body, epochMs) => {
    moveTo(epochMs);
    const { canonical, head } = parts.get(operation) ?? partsOf(operation);
    const signature = signed(beforeHash + sha256(canonical + sha256(body)));
    return `${head}${signature}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  };
}
