import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { ConditionValues, Principal } from '../http/service';
import { AccessDenied, ServiceFault } from '../http/service';
import { verifyHeader } from '../http/header-signature';
import { verifyPresigned } from '../http/presigned-signature';
import { readSignatureScope } from '../http/signature-scope';
import type { Outcome } from '../lambda/invocation';
import type { PlannedHttpApi, PlannedHttpRoute } from '../template/planned';
import { accessLine } from './access-log';
import { functionAnswer, type HttpAnswer, said } from './function-answer';
import { matchRoute } from './match-route';
import { type Identity, type ReceivedRequest, requestEvent, requestTime } from './request-event';
import { createTokenBucket } from './token-bucket';

export interface HttpApiOptions {
  readonly api: PlannedHttpApi;
  readonly region: string;
  readonly account: string;
  readonly clock: { now(): number };
  principalOf(accessKeyId: string): Principal;
  /** The secret of an access key, if this cloud gave it out. */
  secretOf?(accessKeyId: string): string | undefined;
  /** @throws AccessDenied */
  authorize(principal: Principal, action: string, resourceArn: string, conditions: ConditionValues): void;
  /** Whether the policy of the function lets this API in. */
  mayInvoke(functionArn: string, sourceArn: string): boolean;
  invoke(functionName: string, event: unknown): Promise<Outcome>;
  /** Told of every request, as the API's own metrics are. */
  count(request: { readonly status: number; readonly latencyMs: number; readonly integrationMs?: number }): void;
  /** Takes lines of the access log, where the stage has one. */
  log(line: string): void;
  onTrouble(message: string): void;
}

/** Of a request (API Gateway quotas, HTTP API). */
const MAX_BODY_BYTES = 10 * 1_024 ** 2;
const LOOPBACK = /^::ffff:/;

const FORBIDDEN = said(403, 'Forbidden');

/** How a request ended, for the access log. */
interface Ending {
  readonly answer: HttpAnswer;
  readonly route?: PlannedHttpRoute;
  readonly identity?: Identity;
  readonly integrationMs?: number;
  readonly integrationStatus?: number;
  readonly error?: string;
}

/** One HTTP API at the root of a host of its own; the caller makes it listen, on 127.0.0.1 only. */
export function createHttpApi(options: HttpApiOptions): Server {
  const { api, clock, log } = options;
  const now = () => clock.now();
  const all = createTokenBucket(api.throttle, now);
  const own = new Map([...api.routeThrottles].map(([key, throttle]) => [key, createTokenBucket(throttle, now)]));
  const takes = (key: string) => (own.get(key) ?? all)();

  return createServer((message, response) => {
    const received = { requestId: randomUUID(), started: now() };
    respond(options, takes, message, received)
      .catch((error: unknown): Ending => {
        options.onTrouble(
          `A defect of the local cloud answered ${message.method} ${message.url} with 500: ${String(error)}`,
        );
        return { answer: said(500, 'Internal Server Error'), error: String(error) };
      })
      .then((ending) => {
        send(response, ending.answer, received.requestId);
        const { integrationMs } = ending;
        options.count({
          status: ending.answer.status,
          latencyMs: Math.max(0, now() - received.started),
          ...(integrationMs === undefined ? {} : { integrationMs }),
        });
        if (api.accessLog) log(accessLine(api.accessLog.format, valuesOf(options, message, received, ending)));
      })
      .catch((error: unknown) => options.onTrouble(`The access log of ${api.name} failed: ${String(error)}`));
  });
}

/** Throttle, signature and rights, in this order, and then the function: what is refused costs no invocation. */
async function respond(
  options: HttpApiOptions,
  takes: (routeKey: string) => boolean,
  message: IncomingMessage,
  { requestId, started }: { readonly requestId: string; readonly started: number },
): Promise<Ending> {
  const { api, region, account } = options;
  const url = message.url ?? '/';
  const question = url.indexOf('?');
  const rawPath = question < 0 ? url : url.slice(0, question);
  const rawQuery = question < 0 ? '' : url.slice(question + 1);
  const method = message.method ?? 'GET';

  const body = await bodyOf(message);
  if (body === undefined) return { answer: said(413, 'Request Entity Too Large') };
  const matched = matchRoute(api.routes, method, rawPath);
  if (matched === undefined) return { answer: said(404, 'Not Found') };
  const { route } = matched;
  if (!takes(route.key)) return { answer: said(429, 'Too Many Requests'), route };

  const arn = (what: string) => `arn:aws:execute-api:${region}:${account}:${api.id}/$default/${method}${what}`;
  let identity: Identity | undefined;
  if (route.authorization === 'AWS_IAM') {
    identity = identityOf(options, message, { method, path: rawPath, query: rawQuery, body }, arn(rawPath));
    if (identity === undefined) return { answer: FORBIDDEN, route };
  }
  const { functionName, functionArn, timeoutMs } = route.target;
  if (!options.mayInvoke(functionArn, arn(route.path === '$default' ? '/$default' : route.path))) {
    const error = `The policy of ${functionArn} does not let the API ${api.name} invoke it for ${route.key}.`;
    options.onTrouble(`${error} Add an AWS::Lambda::Permission for apigateway.amazonaws.com.`);
    return { answer: said(500, 'Internal Server Error'), route, error, ...(identity ? { identity } : {}) };
  }

  const request: ReceivedRequest = {
    requestId,
    apiId: api.id,
    account,
    region,
    method,
    rawPath,
    rawQuery,
    headers: message.headers,
    body,
    sourceIp: (message.socket.remoteAddress ?? '127.0.0.1').replace(LOOPBACK, ''),
    time: started,
    ...(identity ? { identity } : {}),
  };
  const begun = performance.now();
  const outcome = await within(options.invoke(functionName, requestEvent(request, matched)), timeoutMs);
  return {
    ...endingOf(outcome, timeoutMs),
    route,
    ...(identity ? { identity } : {}),
    integrationMs: Math.round(performance.now() - begun),
  };
}

function endingOf(outcome: Outcome | 'late', timeoutMs: number): Ending {
  if (outcome === 'late') {
    return { answer: said(503, 'Service Unavailable'), error: `Endpoint request timed out after ${timeoutMs} ms` };
  }
  if (outcome.kind === 'error') {
    return { answer: said(500, 'Internal Server Error'), integrationStatus: 200, error: outcome.error.errorMessage };
  }
  const answer = functionAnswer(outcome.payload);
  return answer === undefined
    ? {
        answer: said(500, 'Internal Server Error'),
        integrationStatus: 200,
        error: 'The response from the Lambda function is malformed',
      }
    : { answer, integrationStatus: 200 };
}

/** Who signed for this API and may call the route; undefined for anybody else, whom HTTP APIs tell nothing more. */
function identityOf(
  options: HttpApiOptions,
  { headers }: IncomingMessage,
  { body, ...line }: { readonly method: string; readonly path: string; readonly query: string; readonly body: Buffer },
  resourceArn: string,
): Identity | undefined {
  const { account, region, clock } = options;
  try {
    const scope = readSignatureScope(headers, new URLSearchParams(line.query), clock.now());
    if (scope?.service !== 'execute-api' || scope.region !== region) return undefined;
    const secret = options.secretOf?.(scope.accessKeyId);
    if (secret !== undefined && scope.presigned) verifyPresigned({ ...line, headers }, secret);
    else if (secret !== undefined) verifyHeader({ ...line, headers }, body, scope.service, secret, clock.now());
    const principal = options.principalOf(scope.accessKeyId);
    options.authorize(principal, 'execute-api:Invoke', resourceArn, {});
    const user =
      principal.kind === 'role'
        ? `sts::${account}:assumed-role/${principal.roleName}/session`
        : `iam::${account}:user/operator`;
    return { accessKeyId: scope.accessKeyId, userArn: `arn:aws:${user}` };
  } catch (error) {
    if (error instanceof AccessDenied || error instanceof ServiceFault) return undefined;
    throw error;
  }
}

async function bodyOf(message: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    // Read to its end all the same: a client that still sends reads no answer.
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return bytes > MAX_BODY_BYTES ? undefined : Buffer.concat(chunks);
}

async function within<T>(work: Promise<T>, milliseconds: number): Promise<T | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function send(response: ServerResponse, { status, headers, body }: HttpAnswer, requestId: string): void {
  response.statusCode = status;
  response.setHeader('apigw-requestid', requestId);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (status !== 204) response.setHeader('content-length', Buffer.byteLength(body));
  response.end(status === 204 ? undefined : body);
}

function valuesOf(
  { api, account, clock }: HttpApiOptions,
  { method, url = '/', socket, headers }: IncomingMessage,
  { requestId, started }: { readonly requestId: string; readonly started: number },
  { answer, route, identity, integrationMs, integrationStatus, error }: Ending,
): Readonly<Record<string, string | number | undefined>> {
  return {
    accountId: account,
    apiId: api.id,
    stage: '$default',
    requestId,
    extendedRequestId: requestId,
    requestTime: requestTime(started),
    requestTimeEpoch: started,
    httpMethod: method,
    path: url.split('?')[0],
    protocol: 'HTTP/1.1',
    routeKey: route?.key,
    status: answer.status,
    responseLength: Buffer.byteLength(answer.body),
    responseLatency: clock.now() - started,
    integrationLatency: integrationMs,
    integrationStatus,
    integrationErrorMessage: error,
    'integration.error': error,
    'integration.latency': integrationMs,
    'integration.status': integrationStatus,
    'identity.sourceIp': socket.remoteAddress?.replace(LOOPBACK, ''),
    'identity.userAgent': headers['user-agent'],
    'identity.userArn': identity?.userArn,
    'identity.caller': identity?.accessKeyId,
    'identity.accountId': identity && account,
  };
}
