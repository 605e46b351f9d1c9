import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
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
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly json: any;
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

/** Asks the real handler; ask one handler several times where its cache matters. */
export function asker(cloud: MemoryCloud, environment: Partial<Ports['environment']> = {}) {
  const handler = createHandler(cloud.ports(environment));
  return async (request: Request): Promise<Answered> => {
    const answer = await handler(eventOf(request), { awsRequestId: 'request-1' } as Context);
    const text = answer.body ?? '';
    const isJson = /[/+]json$/.test(String(answer.headers?.['content-type']));
    return {
      status: answer.statusCode ?? 0,
      headers: answer.headers as Record<string, string>,
      text,
      json: isJson && text !== '' ? JSON.parse(text) : undefined,
    };
  };
}
