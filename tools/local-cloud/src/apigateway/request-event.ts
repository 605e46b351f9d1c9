import type { IncomingHttpHeaders } from 'node:http';
import type { MatchedRoute } from './match-route';

/** Who signed, as an event tells it. */
export interface Identity {
  readonly accessKeyId: string;
  readonly userArn: string;
}

export interface ReceivedRequest {
  readonly requestId: string;
  readonly apiId: string;
  readonly account: string;
  readonly region: string;
  readonly method: string;
  /** As sent, without the query. */
  readonly rawPath: string;
  readonly rawQuery: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly sourceIp: string;
  /** Epoch milliseconds. */
  readonly time: number;
  readonly identity?: Identity;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (number: number) => String(number).padStart(2, '0');

/** `12/Mar/2026:19:03:58 +0000` */
export function requestTime(epochMs: number): string {
  const at = new Date(epochMs);
  const clock = [at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()].map(two).join(':');
  return `${two(at.getUTCDate())}/${MONTHS[at.getUTCMonth()]}/${at.getUTCFullYear()}:${clock} +0000`;
}

/** Bodies of these types are sent as text, all others as base64. */
const TEXT = /^(text\/|application\/(.+\+)?(json|xml)|application\/(javascript|x-ndjson|x-www-form-urlencoded))/i;

const domainOf = (apiId: string, region: string): string => `${apiId}.execute-api.${region}.amazonaws.com`;

/**
 * The event of a function behind an HTTP API, payload format 2.0: headers in small letters and joined by commas, cookies
 * apart, a repeated query parameter joined by commas, no member where there is nothing.
 * Source: API Gateway Developer Guide, "Create AWS Lambda proxy integrations for HTTP APIs".
 */
export function requestEvent(request: ReceivedRequest, { route, pathParameters }: MatchedRoute): object {
  const { headers: received, rawQuery, body, method, rawPath, apiId, region, identity, time } = request;
  const { cookie, ...others } = received;
  const headers = Object.fromEntries(
    Object.entries(others).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : String(value)]),
  );
  // A map: a caller may name a parameter as any object names a member of its own.
  const query = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(rawQuery)) {
    const before = query.get(name);
    query.set(name, before === undefined ? value : `${before},${value}`);
  }
  const isText = TEXT.test(headers['content-type'] ?? 'text/plain');
  return {
    version: '2.0',
    routeKey: route.key,
    rawPath: decodedPath(rawPath),
    rawQueryString: rawQuery,
    ...(cookie === undefined ? {} : { cookies: cookie.split(/; */) }),
    headers,
    ...(rawQuery === '' ? {} : { queryStringParameters: Object.fromEntries(query) }),
    requestContext: {
      accountId: request.account,
      apiId,
      ...(identity ? { authorizer: { iam: iamOf(identity, request.account) } } : {}),
      domainName: domainOf(apiId, region),
      domainPrefix: apiId,
      http: {
        method,
        path: decodedPath(rawPath),
        protocol: 'HTTP/1.1',
        sourceIp: request.sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: request.requestId,
      routeKey: route.key,
      stage: '$default',
      time: requestTime(time),
      timeEpoch: time,
    },
    ...(Object.keys(pathParameters).length > 0 ? { pathParameters } : {}),
    ...(body.length > 0 ? { body: body.toString(isText ? 'utf8' : 'base64') } : {}),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

const iamOf = ({ accessKeyId, userArn }: Identity, accountId: string) => ({
  accessKey: accessKeyId,
  accountId,
  callerId: accessKeyId,
  cognitoIdentity: null,
  principalOrgId: null,
  userArn,
  userId: accessKeyId,
});

function decodedPath(rawPath: string): string {
  try {
    return decodeURIComponent(rawPath);
  } catch {
    return rawPath;
  }
}
