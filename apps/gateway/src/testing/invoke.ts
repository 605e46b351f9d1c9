import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { type AnswerName, type AnswerOf, answers } from '../codecs/answers';
import captured from '../fixtures/post-uploads.json';
import { createHandler } from '../handler';
import type { Ports } from '../ports';
import type { MemoryCloud } from './memory-ports';

export interface Request {
  /** `GET /files/{id}` */
  readonly routeKey: string;
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /**
   * The body as the description of the API has it.
   * @throws Error when it is not one of that name
   */
  readonly json: <N extends AnswerName>(name: N) => AnswerOf<N>;
}

/** The captured event, for another request. */
export function eventOf({ routeKey, path, query, body }: Request): APIGatewayProxyEventV2 {
  const { body: _, ...event } = captured as unknown as APIGatewayProxyEventV2;
  const [method = 'GET', template = ''] = routeKey.split(' ');
  const rawPath = template.replace(/\{(\w+)\}/g, (_match, name: string) => path?.[name] ?? '');
  return {
    ...event,
    routeKey,
    rawPath,
    rawQueryString: new URLSearchParams(query).toString(),
    ...(path ? { pathParameters: path } : {}),
    ...(query ? { queryStringParameters: query } : {}),
    requestContext: {
      ...event.requestContext,
      routeKey,
      http: { ...event.requestContext.http, method, path: rawPath },
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  };
}

function bodyOf<N extends AnswerName>(name: N, text: string): AnswerOf<N> {
  const body: unknown = JSON.parse(text);
  // Of a union of codecs TypeScript does not see that each guards the type of its own name.
  const codec = answers[name] as unknown as { is(value: unknown): value is AnswerOf<N> };
  if (!codec.is(body)) throw new Error(`The answer is no ${name}: ${text}`);
  return body;
}

/** Asks the real handler; ask one handler several times where its cache matters. */
export function asker(cloud: MemoryCloud, environment: Partial<Ports['environment']> = {}) {
  const handler = createHandler(cloud.ports(environment));
  return async (request: Request): Promise<Answered> => {
    const answer = await handler(eventOf(request), { awsRequestId: 'request-1' } as Context);
    const text = answer.body ?? '';
    return {
      status: answer.statusCode ?? 0,
      headers: answer.headers as Record<string, string>,
      text,
      json: (name) => bodyOf(name, text),
    };
  };
}
