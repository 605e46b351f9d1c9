/** What a caller gets: JSON bodies of API Gateway's own say `{"message": …}`. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | Buffer;
}

/** An answer that the API gives by itself. */
export const said = (status: number, message: string): HttpAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ message }),
});

interface Structured {
  readonly statusCode: number | string;
  readonly headers?: Readonly<Record<string, string | number | boolean>>;
  readonly cookies?: readonly string[];
  readonly body?: unknown;
  readonly isBase64Encoded?: boolean;
}

const isStructured = (value: unknown): value is Structured =>
  typeof value === 'object' && value !== null && 'statusCode' in value;

/**
 * The answer that a function's payload stands for. Without a `statusCode` the payload itself is the body, as JSON; what is
 * no answer at all is a fault of the function.
 * Source: API Gateway Developer Guide, "Lambda function response for format 2.0".
 */
export function functionAnswer(payload: string): HttpAnswer | undefined {
  let value: unknown;
  try {
    value = JSON.parse(payload) as unknown;
  } catch {
    return undefined;
  }
  if (!isStructured(value)) {
    const body = typeof value === 'string' ? value : JSON.stringify(value ?? null);
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  }
  const status = Number(value.statusCode);
  const { body = '', headers = {}, cookies = [] } = value;
  if (!Number.isInteger(status) || status < 100 || status > 599 || typeof body !== 'string') return undefined;
  const names = Object.entries(headers).map(([name, each]) => [name.toLowerCase(), String(each)] as const);
  return {
    status,
    headers: {
      'content-type': 'text/plain;charset=UTF-8',
      ...Object.fromEntries(names),
      ...(cookies.length > 0 ? { 'set-cookie': cookies } : {}),
    },
    body: value.isBase64Encoded ? Buffer.from(body, 'base64') : body,
  };
}
