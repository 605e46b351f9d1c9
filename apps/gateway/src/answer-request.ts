import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { AnswerOf } from './codecs/answers';
import {
  ComeBack,
  type FailureCode,
  type InputFault,
  NoAcceleration,
  problemType,
  Refusal,
  type RefusalCode,
  refusals,
} from './errors';
import type { Ports } from './ports';
import type { Answer, RawRequest, Route } from './route';

const COME_BACK_SECONDS = 2;

/** Answers one event of the HTTP API. It never throws: whatever fails is a problem (RFC 9457) with its status. */
export async function answerRequest(
  event: APIGatewayProxyEventV2,
  routes: Readonly<Record<string, Route>>,
  ports: Ports,
): Promise<APIGatewayProxyStructuredResultV2> {
  const { requestId } = event.requestContext;
  const fail = (
    status: number,
    code: RefusalCode | FailureCode,
    title: string,
    detail: string,
    faults: readonly InputFault[] = [],
  ) => {
    const problem: AnswerOf<'Problem'> = {
      type: problemType(code),
      title,
      status,
      detail,
      instance: `urn:request:${requestId}`,
      ...(faults.length > 0 ? { faults } : {}),
    };
    return {
      statusCode: status,
      headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
      body: JSON.stringify(problem),
    };
  };
  try {
    const route = routes[event.routeKey];
    if (route === undefined) throw new Refusal('not-found', `There is no ${event.routeKey}: see /openapi.json.`);
    return sent(await route.run(requestOf(event), ports));
  } catch (error) {
    if (error instanceof NoAcceleration) {
      const [status, title] = refusals['acceleration-unavailable'];
      return fail(status, 'acceleration-unavailable', title, `${error.message} Ask again without \`accelerated\`.`);
    }
    if (error instanceof Refusal) {
      const [status, title] = refusals[error.code];
      return fail(status, error.code, title, error.message, error.faults);
    }
    if (error instanceof ComeBack) {
      ports.log.warn('A service did not answer', { error, routeKey: event.routeKey });
      const answer = fail(
        503,
        'come-back',
        'A service does not answer for now',
        `${error.message} Send the request again.`,
      );
      return { ...answer, headers: { ...answer.headers, 'retry-after': String(COME_BACK_SECONDS) } };
    }
    ports.log.error('A request failed', { error, routeKey: event.routeKey });
    return fail(500, 'fault', 'The gateway is at fault', `The log of the gateway says more under ${requestId}.`);
  }
}

function sent({
  status,
  body,
  contentType = 'application/json',
  headers = {},
}: Answer): APIGatewayProxyStructuredResultV2 {
  if (body === undefined) return { statusCode: status, headers };
  return {
    statusCode: status,
    headers: { 'content-type': contentType, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
}

function requestOf(event: APIGatewayProxyEventV2): RawRequest {
  return {
    path: event.pathParameters ?? {},
    query: event.queryStringParameters ?? {},
    body() {
      const text = event.isBase64Encoded ? Buffer.from(event.body ?? '', 'base64').toString('utf8') : event.body;
      try {
        return JSON.parse(text ?? '') as unknown;
      } catch {
        throw new Refusal('invalid-input', 'The body of the request is not JSON.', [
          { path: 'body', message: 'Send one JSON object in UTF-8.' },
        ]);
      }
    },
  };
}
