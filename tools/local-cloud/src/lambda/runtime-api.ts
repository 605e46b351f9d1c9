import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { failed, type FunctionError, type Invocation, type Outcome } from './invocation';

/** What the runtime of one execution environment tells. */
export interface RuntimeEvents {
  /** It asks for an invocation: its initialisation is done, or the invocation before this is. */
  ready(): void;
  initFailed(error: FunctionError): void;
  ended(requestId: string, outcome: Outcome): void;
}

export interface RuntimeApi {
  /** Value of `AWS_LAMBDA_RUNTIME_API`. */
  readonly address: string;
  /** Answers the runtime's pending, or next, question for an invocation. */
  give(invocation: Invocation): void;
  close(): Promise<void>;
}

/** The largest answer of a synchronous invocation, in bytes. */
const MAXIMUM_RESPONSE_BYTES = 6_291_556;

const PREFIX = '/2018-06-01/runtime';

/**
 * Serves the Lambda Runtime API to one execution environment, on a loopback port of its own.
 * Source: Lambda Developer Guide, "Using the Lambda runtime API".
 */
export async function openRuntimeApi(events: RuntimeEvents): Promise<RuntimeApi> {
  let waiting: ServerResponse | undefined;
  let given: Invocation | undefined;

  const handOver = () => {
    if (!waiting || !given) return;
    const { requestId, event, functionArn, deadline } = given;
    waiting.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': requestId,
      'lambda-runtime-deadline-ms': String(deadline),
      'lambda-runtime-invoked-function-arn': functionArn,
      'lambda-runtime-trace-id': `Root=1-${Math.floor(deadline / 1000).toString(16)}-${requestId.replaceAll('-', '').slice(0, 24)};Sampled=0`,
    });
    waiting.end(event);
    waiting = undefined;
    given = undefined;
  };

  const routes: Readonly<Record<string, (id: string, body: string, response: ServerResponse) => void>> = {
    'GET /invocation/next': (_, __, response) => {
      waiting = response;
      events.ready();
      handOver();
    },
    'POST /invocation/:id/response': (id, body, response) => {
      const tooLarge = Buffer.byteLength(body) > MAXIMUM_RESPONSE_BYTES;
      respond(response, tooLarge ? 413 : 202, { status: tooLarge ? 'TooLarge' : 'OK' });
      events.ended(
        id,
        tooLarge
          ? failed(
              'Function.ResponseSizeTooLarge',
              `Response payload size exceeded maximum allowed payload size (${MAXIMUM_RESPONSE_BYTES} bytes).`,
            )
          : { kind: 'response', payload: body },
      );
    },
    'POST /invocation/:id/error': (id, body, response) => {
      respond(response, 202, { status: 'OK' });
      events.ended(id, { kind: 'error', error: readError(body) });
    },
    'POST /init/error': (_, body, response) => {
      respond(response, 202, { status: 'OK' });
      events.initFailed(readError(body));
    },
  };

  const server = createServer({ requestTimeout: 0, keepAliveTimeout: 0 }, (request, response) => {
    const path = (request.url ?? '').replace(PREFIX, '');
    const id = /^\/invocation\/([^/]+)\/(?:response|error)$/.exec(path)?.[1] ?? '';
    const route = routes[`${request.method} ${id ? path.replace(id, ':id') : path}`];
    if (!route) return respond(response, 404, { errorType: 'NotFound', errorMessage: `${request.method} ${path}` });
    void readBody(request).then(
      (body) => route(id, body, response),
      // The runtime went away in the middle of a request: its exit is seen by who started it.
      () => response.destroy(),
    );
  });
  await listen(server);
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    give(invocation) {
      given = invocation;
      handOver();
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function listen(server: Server): Promise<void> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function respond(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

function readError(body: string): FunctionError {
  try {
    const { errorType, errorMessage, trace } = JSON.parse(body) as Partial<FunctionError>;
    return { errorType: errorType ?? 'Error', errorMessage: errorMessage ?? '', ...(trace ? { trace } : {}) };
  } catch {
    return { errorType: 'Runtime.Unknown', errorMessage: body };
  }
}
