import { createHash, createHmac } from 'node:crypto';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { SignatureV4 } from '@smithy/signature-v4';

/** The gateway's refusal, as a person reads it. */
export class GatewayRefused extends Error {
  override readonly name = 'GatewayRefused';
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

type Credentials = ConstructorParameters<typeof SignatureV4>[0]['credentials'];

/** SHA-256 as signatures want it, keyed or not. */
class Sha256 {
  readonly #hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret));
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytesOf(data));
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }
  reset(): void {
    throw new Error('A signature hashes once.');
  }
}

const bytesOf = (data: string | ArrayBuffer | ArrayBufferView): Buffer =>
  typeof data === 'string'
    ? Buffer.from(data)
    : ArrayBuffer.isView(data)
      ? Buffer.from(data.buffer, data.byteOffset, data.byteLength)
      : Buffer.from(data);

export interface GatewayClientOptions {
  /** `https://<id>.execute-api.<region>.amazonaws.com`, or where a local cloud says. */
  readonly url: string;
  readonly region: string;
  readonly credentials?: Credentials;
}

/** Calls the gateway as IAM wants it: each request signed for `execute-api`. */
export class GatewayClient {
  readonly #url: URL;
  readonly #signer: SignatureV4;

  constructor({ url, region, credentials = defaultProvider() }: GatewayClientOptions) {
    this.#url = new URL(url);
    this.#signer = new SignatureV4({ service: 'execute-api', region, credentials, sha256: Sha256 });
  }

  /** @throws GatewayRefused with what the gateway says is wrong */
  async call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await this.send(method, path, body);
    const answer = await response.text();
    if (!response.ok) throw new GatewayRefused(response.status, explained(method, path, response.status, answer));
    return (answer === '' ? undefined : JSON.parse(answer)) as Answer;
  }

  /** Sends one signed request, and gives whatever is answered. */
  async send(method: string, path: string, body?: unknown): Promise<Response> {
    const { pathname, searchParams } = new URL(path, this.#url);
    const text = body === undefined ? undefined : JSON.stringify(body);
    const signed = await this.#signer.sign({
      method,
      protocol: this.#url.protocol,
      hostname: this.#url.hostname,
      ...(this.#url.port === '' ? {} : { port: Number(this.#url.port) }),
      path: pathname,
      query: Object.fromEntries(searchParams),
      headers: { host: this.#url.host, ...(text === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(text === undefined ? {} : { body: text }),
    });
    const { host: _, ...headers } = signed.headers;
    return fetch(new URL(path, this.#url), {
      method,
      headers,
      ...(text === undefined ? {} : { body: text }),
    });
  }
}

interface Problem {
  readonly title?: string;
  readonly detail?: string;
  readonly faults?: readonly { readonly path: string; readonly message: string }[];
  readonly message?: string;
}

function explained(method: string, path: string, status: number, answer: string): string {
  let problem: Problem = {};
  try {
    problem = JSON.parse(answer) as Problem;
  } catch {
    problem = { message: answer.slice(0, 200) };
  }
  const { title, detail, faults = [], message } = problem;
  const said = detail ?? message ?? title ?? 'nothing further.';
  const hint = status === 403 ? ' Check the credentials: they need execute-api:Invoke on this API.' : '';
  return [
    `${method} ${path} was answered ${status}: ${said}${hint}`,
    ...faults.map((fault) => `  ${fault.path}: ${fault.message}`),
  ].join('\n');
}
