import type * as t from 'io-ts';
import type { AnswerName } from './codecs/answers';
import { decode } from './decode';
import type { Ports } from './ports';

/** What a route answers when all is well; refusals and failures have one form for all routes. */
export interface Answer {
  readonly status: number;
  /** Text is sent as it is, anything else as JSON. */
  readonly body?: unknown;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request as the routes see it: decoded from the event, and not yet read. */
export interface RawRequest {
  readonly path: Readonly<Record<string, string | undefined>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  body(): unknown;
}

export interface RouteAnswer {
  readonly description: string;
  readonly schema?: AnswerName;
  /** JSON where it is absent. */
  readonly contentTypes?: readonly string[];
  /** What the headers of its own mean, by their name. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** One route: what it takes and answers, for the document, and what it does. */
export interface Route {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly path?: t.Any;
  readonly query?: t.Any;
  readonly body?: t.Any;
  readonly answers: Readonly<Record<number, RouteAnswer>>;
  run(request: RawRequest, ports: Ports): Promise<Answer>;
}

interface Parts<P, Q, B> {
  readonly path: P;
  readonly query: Q;
  readonly body: B;
}

interface RouteDefinition<P, Q, B> extends Omit<Route, 'path' | 'query' | 'body' | 'run'> {
  readonly path?: t.Type<P, unknown>;
  readonly query?: t.Type<Q, unknown>;
  readonly body?: t.Type<B, unknown>;
  readonly answer: (parts: Parts<P, Q, B>, ports: Ports) => Promise<Answer>;
}

/** Ties what a route takes to what it does: nothing is answered before every part of the request was read. */
export const route = <P = undefined, Q = undefined, B = undefined>({
  answer,
  ...definition
}: RouteDefinition<P, Q, B>): Route => {
  const { path, query, body } = definition;
  return {
    ...definition,
    run: (request, ports) =>
      answer(
        {
          path: (path && decode(path, request.path, 'path')) as P,
          query: (query && decode(query, request.query, 'query')) as Q,
          body: (body && decode(body, request.body(), 'body')) as B,
        },
        ports,
      ),
  } as Route;
};
