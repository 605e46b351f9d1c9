import middy, { type MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { answerRequest } from './answer-request';
import { createHealth } from './health';
import { openApiDocument } from './openapi';
import type { Ports } from './ports';
import { routes } from './routes';

export type GatewayHandler = (
  event: APIGatewayProxyEventV2,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>;

/** The function over its ports: a list of middlewares and one call. */
export function createHandler(ports: Ports, ...middlewares: readonly MiddlewareObj[]): GatewayHandler {
  let text: string | undefined;
  const table = routes({
    health: createHealth(ports),
    document: () => (text ??= JSON.stringify(openApiDocument(table))),
  });
  return middy<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Error, Context>()
    .use([...middlewares])
    .handler((event) => answerRequest(event, table, ports)) as unknown as GatewayHandler;
}
