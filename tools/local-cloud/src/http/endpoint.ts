import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { forward } from './forward';
import { verifyHeader } from './header-signature';
import { verifyPresigned } from './presigned-signature';
import { readBody } from './read-body';
import {
  type ConditionValues,
  type Principal,
  type Service,
  ServiceFault,
  type ServiceRequest,
  type ServiceResponse,
} from './service';
import { signatureFaults } from './signature-fault';
import { readSignatureScope, type SignatureScope } from './signature-scope';
import { checkSessionToken, isSessionToken } from '../sts/session-token';

export interface EndpointOptions {
  readonly services: readonly Service[];
  readonly region: string;
  /** Whose access key it is. Whoever signs with a key of no function is an operator. */
  principalOf(accessKeyId: string): Principal;
  /** The secret of an access key, if this cloud gave it out: who brings a key of their own may sign as they like. */
  secretOf?(accessKeyId: string): string | undefined;
  /** @throws AccessDenied when the principal's or the resource's policies do not allow the action. */
  authorizer(principal: Principal, action: string, resourceArn: string, conditions: ConditionValues): void;
  /** How the service with this scope is out now, if it is: the request is not handled then. */
  outage?(scope: string, request: ServiceRequest): 'refuse' | 'hang' | 'fail' | undefined;
  /** Endpoints of the other regions: what a role's holder signs for one of them is handed on to it. */
  readonly peers?: Readonly<Record<string, string>>;
  readonly clock: { now(): number };
  /** Told of every error that is not a fault of the client: a defect of the local cloud, answered 500. */
  onDefect?(error: unknown, request: { readonly method: string; readonly path: string }): void;
}

/** Requests under this path go to the service with scope `_local`, if there is one. No bucket's name can begin so. */
const LOCAL_PATH = '/_local/';
const LOCAL_SCOPE = '_local';

/** A connection may idle longer than any client keeps one for reuse, so that none is closed under a request. */
const KEEP_ALIVE_MS = 75_000;

/**
 * The one HTTP endpoint of a region, for all services; the caller makes it listen, on 127.0.0.1 only. The service is
 * told by the scope of the request's signature; unsigned requests go by their `x-amz-target`, or else to S3.
 */
export function createEndpoint(options: EndpointOptions): Server {
  const services = new Map(options.services.map((service) => [service.scope, service]));
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, requestTimeout: 0 }, (message, response) => {
    void answer(services, options, message, response);
  });
  return server;
}

async function answer(
  services: ReadonlyMap<string, Service>,
  options: EndpointOptions,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const hangUp = new AbortController();
  response.on('close', () => {
    if (!response.writableFinished) hangUp.abort();
  });
  const [path = '/', queryText = ''] = splitOnce(message.url ?? '/', '?');
  const method = message.method ?? 'GET';
  const request: ServiceRequest = {
    method,
    path,
    query: new URLSearchParams(queryText),
    headers: message.headers,
    body: message,
    requestId: randomUUID(),
    principal: { kind: 'operator' },
    signal: hangUp.signal,
    authorize: () => undefined,
  };
  let answered: ServiceResponse;
  let service: Service | undefined;
  try {
    let scope: SignatureScope | undefined;
    let unreadable: unknown;
    try {
      scope = readSignatureScope(request.headers, request.query, options.clock.now());
    } catch (error) {
      unreadable = error;
    }
    const name = scopeName(request, scope);
    service = services.get(name);
    if (unreadable) throw unreadable;
    if (service === undefined) throw unknownService(name, services);
    if (scope && scope.region !== options.region) {
      const peer = options.peers?.[scope.region];
      // Of an operator it is a mistake, who is told so.
      if (peer !== undefined && options.principalOf(scope.accessKeyId).kind === 'role') {
        return forward(peer, message, response);
      }
      throw wrongRegion(scope, options.region);
    }
    const outage = options.outage?.(name, request);
    if (outage === 'refuse') return void message.socket.destroy();
    // The client gives up, or finds the service back when it tries again.
    if (outage === 'hang') return;
    if (outage === 'fail')
      throw new ServiceFault('InternalFailure', 500, `The service ${name} is out, as somebody asked.`);
    if (scope) checkSessionToken(tokenOf(request), name, options.clock.now());
    const proven = scope ? await provenBy(request, queryText, scope, options) : request;
    answered = await service.handle(scope ? signedBy(proven, scope, options) : request);
  } catch (error) {
    if (hangUp.signal.aborted) return;
    const fault = error instanceof ServiceFault ? error : defect(error, request, options);
    answered = service ? service.fault(fault, request) : plainFault(fault, request);
  }
  await send(response, request, answered).catch((error: unknown) => {
    // The status is sent: closing the connection is the only way left to say that the body is not whole.
    if (!hangUp.signal.aborted) options.onDefect?.(error, request);
    if (answered.body instanceof Readable) answered.body.destroy();
    response.destroy();
  });
}

/**
 * The request, its signature verified where this cloud gave out the key. All but S3 sign the body itself, which is read
 * for that and handed on; an object's bytes are compared with what was signed for them by who receives them.
 * @throws ServiceFault as the service words it
 */
async function provenBy(
  request: ServiceRequest,
  query: string,
  { presigned, accessKeyId, service }: SignatureScope,
  { secretOf, clock }: EndpointOptions,
): Promise<ServiceRequest> {
  const secret = secretOf?.(accessKeyId);
  // A token of this cloud with a key that it gave to nobody is no operator's own.
  if (secret === undefined && secretOf && isSessionToken(tokenOf(request))) {
    throw signatureFaults(service, request.headers['x-amz-target'] !== undefined).unknownKey();
  }
  if (secret === undefined) return request;
  const { method, path, headers } = request;
  if (presigned) verifyPresigned({ method, path, query, headers }, secret);
  else {
    const body = service === 's3' ? NO_BODY : await readBody(request.body, LARGEST_SIGNED_BODY);
    verifyHeader({ method, path, query, headers }, body, service, secret, clock.now());
    if (service !== 's3') return { ...request, body: Readable.from([body]) };
  }
  return request;
}

const NO_BODY = new Uint8Array();
/** Twice the most that a service takes (DynamoDB: 16 MiB), so that each refuses what is too big in its own words. */
const LARGEST_SIGNED_BODY = 32 * 1_024 ** 2;

const tokenOf = ({ headers, query }: ServiceRequest): string | undefined =>
  headers['x-amz-security-token']?.toString() ?? query.get('X-Amz-Security-Token') ?? undefined;

function scopeName(request: ServiceRequest, scope: SignatureScope | undefined): string {
  if (request.path.startsWith(LOCAL_PATH)) return LOCAL_SCOPE;
  if (scope) return scope.service;
  const target = String(request.headers['x-amz-target'] ?? '');
  if (target.startsWith('AmazonSQS.')) return 'sqs';
  if (target.startsWith('DynamoDB')) return 'dynamodb';
  return 's3';
}

function signedBy(
  request: ServiceRequest,
  { accessKeyId }: SignatureScope,
  { principalOf, authorizer }: EndpointOptions,
): ServiceRequest {
  const principal = principalOf(accessKeyId);
  return {
    ...request,
    principal,
    accessKeyId,
    authorize: (action, resourceArn, conditions = {}) => authorizer(principal, action, resourceArn, conditions),
  };
}

function unknownService(name: string, services: ReadonlyMap<string, Service>): ServiceFault {
  const known = [...services.keys()].filter((scope) => !scope.startsWith('_')).sort();
  return new ServiceFault(
    'NotImplemented',
    501,
    `The local cloud does not emulate the service "${name}". It emulates ${known.join(', ')}.`,
  );
}

function wrongRegion({ service, region }: SignatureScope, expected: string): ServiceFault {
  if (service === 's3') {
    return new ServiceFault(
      'AuthorizationHeaderMalformed',
      400,
      `The authorization header is malformed; the region '${region}' is wrong; expecting '${expected}'`,
      { Region: expected },
    );
  }
  return new ServiceFault(
    'InvalidSignatureException',
    400,
    `Credential should be scoped to a valid region, not '${region}'. This endpoint is ${expected}: sign for ` +
      `${expected}, or call the endpoint of ${region}.`,
  );
}

function defect(error: unknown, request: ServiceRequest, { onDefect }: EndpointOptions): ServiceFault {
  onDefect?.(error, request);
  const reason = error instanceof Error ? error.message : String(error);
  return new ServiceFault('InternalError', 500, `The local cloud failed: ${reason}`);
}

/** A fault where no service is there to word it: JSON for who speaks JSON, else XML. */
function plainFault({ code, status, message }: ServiceFault, { headers, requestId }: ServiceRequest): ServiceResponse {
  if (headers['x-amz-target'] !== undefined || /json/.test(headers['content-type'] ?? '')) {
    const body = JSON.stringify({ __type: code, message });
    return { status, headers: { 'content-type': 'application/x-amz-json-1.0' }, body };
  }
  const text = (value: string) => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const body =
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${text(message)}</Message></Error>` +
    `<RequestId>${requestId}</RequestId></ErrorResponse>`;
  return { status, headers: { 'content-type': 'application/xml' }, body };
}

async function send(response: ServerResponse, request: ServiceRequest, answer: ServiceResponse): Promise<void> {
  const { status, headers = {}, body } = answer;
  response.statusCode = status;
  response.setHeader('x-amzn-requestid', request.requestId);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (body instanceof Readable) {
    await pipeline(body, response);
    return;
  }
  if (body !== undefined) response.setHeader('content-length', Buffer.byteLength(body));
  response.end(body);
}

const splitOnce = (text: string, separator: string): string[] => {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
};
