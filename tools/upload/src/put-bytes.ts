import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';

export interface SignedPut {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface PutAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
}

/** S3 refused the bytes; its words are XML. */
export class PutRefused extends Error {
  override readonly name = 'PutRefused';
  constructor(
    readonly status: number,
    text: string,
  ) {
    const code = /<Code>([^<]*)/.exec(text)?.[1] ?? 'no code';
    const message = /<Message>([^<]*)/.exec(text)?.[1] ?? text.slice(0, 200);
    super(`S3 answered ${status} ${code}: ${message}`);
  }
}

const TRIES = 4;
const FIRST_WAIT_MS = 250;

/**
 * Sends bytes as they were signed. What S3 could not take for now, or what broke on the way, is sent again, from the start.
 * @throws PutRefused
 */
export async function putBytes(put: SignedPut, bytes: () => Readable): Promise<PutAnswer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await sendOnce(put, bytes());
    } catch (error) {
      const mayPass = !(error instanceof PutRefused) || error.status >= 500 || error.status === 429;
      if (!mayPass || attempt === TRIES) throw error;
      await sleep(FIRST_WAIT_MS * 2 ** (attempt - 1));
    }
  }
}

async function sendOnce({ method, url, headers }: SignedPut, bytes: Readable): Promise<PutAnswer> {
  const send = new URL(url).protocol === 'http:' ? httpRequest : httpsRequest;
  const request = send(url, { method, headers });
  const answered = once(request, 'response') as Promise<[IncomingMessage]>;
  // An answer that comes before the last byte is a refusal: it says more than the broken pipe after it.
  const sent = pipeline(bytes, request).catch((error: unknown) => error);
  const [response] = await answered;
  const text = Buffer.concat(await response.toArray()).toString('utf8');
  const status = response.statusCode ?? 0;
  if (status >= 300) {
    request.destroy();
    throw new PutRefused(status, text);
  }
  await sent;
  return { status, headers: response.headers };
}
