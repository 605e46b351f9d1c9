import { gatewayRoutes, openRoutes } from '@pipeline/runtime-contract';
import { answers } from './codecs/answers';
import type { JsonSchema } from './codecs/described';
import type { Route } from './route';
import { membersOf, schemaOf } from './schema-of';
import type t from 'io-ts';

const JSON_TYPE = 'application/json';
const PROBLEM_TYPE = 'application/problem+json';

const OF_PROBLEM = { [PROBLEM_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } };
/** What API Gateway answers by itself has no problem in it. */
const OF_MESSAGE = {
  [JSON_TYPE]: { schema: { type: 'object', properties: { message: { type: 'string' } }, required: ['message'] } },
};

const problem = (description: string) => ({ description, content: OF_PROBLEM });
const spoken = (description: string) => ({ description, content: OF_MESSAGE });
/** Of the gateway or, where it does not come to answer, of API Gateway. */
const either = (description: string) => ({ description, content: { ...OF_PROBLEM, ...OF_MESSAGE } });

const RETRY_AFTER = { 'retry-after': { description: 'Seconds to wait.', schema: { type: 'integer' } } };

/** The OpenAPI 3.1 document of the routes: every schema is that of the codec which reads or types the value. */
export function openApiDocument(routes: Readonly<Record<string, Route>>): JsonSchema {
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const key of gatewayRoutes) {
    const [method = '', path = ''] = key.split(' ');
    const route = routes[key];
    if (route) paths[path] = { ...paths[path], [method.toLowerCase()]: operation(route, openRoutes.includes(key)) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Serverless data pipeline: gateway',
      version: '1',
      description:
        'Sends files into the pipeline of one region, and says what became of them. Requests are signed with AWS Signature Version 4 for `execute-api`.',
    },
    security: [{ sigv4: [] }],
    paths,
    components: {
      securitySchemes: {
        sigv4: {
          type: 'apiKey',
          in: 'header',
          name: 'Authorization',
          description: 'AWS Signature Version 4, service `execute-api`.',
          'x-amazon-apigateway-authtype': 'awsSigv4',
        },
      },
      schemas: Object.fromEntries(Object.entries(answers).map(([name, codec]) => [name, schemaOf(codec)])),
    },
  };
}

function operation(
  { operationId, summary, description, path, query, body, answers: own }: Route,
  open: boolean,
): JsonSchema {
  const refusable = path !== undefined || query !== undefined || body !== undefined;
  return {
    operationId,
    summary,
    ...(description === undefined ? {} : { description }),
    ...(open ? { security: [] } : {}),
    parameters: [...parameters('path', path), ...parameters('query', query)],
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { [JSON_TYPE]: { schema: schemaOf(body) } } } }),
    responses: {
      ...Object.fromEntries(Object.entries(own).map(([status, answer]) => [status, responseOf(answer)])),
      ...(refusable ? { 400: problem('The request does not fit: `faults` says where.') } : {}),
      ...(path === undefined ? {} : { 404: problem('There is no such thing in this region.') }),
      ...(body === undefined ? {} : { 409: problem('It can not be done as things are.') }),
      ...(operationId === 'abortUpload' ? { 409: problem('The upload is not one in parts of this region.') } : {}),
      ...(body === undefined ? {} : { 413: spoken('The request is larger than 10 MB.') }),
      ...(operationId === 'createUpload' ? { 413: either('The file is larger than S3 takes, or the request.') } : {}),
      ...(open ? {} : { 403: spoken('The request is not signed, or the signer may not call this route.') }),
      429: spoken('More requests than the API takes: come back later.'),
      500: either('A fault of the gateway: its log has the request id of `instance`.'),
      503: own[503]
        ? withMessage(responseOf(own[503]))
        : { ...either('The gateway, or a service behind it, does not answer: come back later.'), headers: RETRY_AFTER },
    },
  };
}

function responseOf({ description, schema, contentTypes, headers }: Route['answers'][number]): JsonSchema {
  const said = { description, ...(headers === undefined ? {} : { headers: headersOf(headers) }) };
  if (schema === undefined) return contentTypes ? { ...said, content: contentOf(contentTypes) } : said;
  const reference = { $ref: `#/components/schemas/${schema}` };
  return {
    ...said,
    content: contentTypes ? contentOf(contentTypes, reference) : { [JSON_TYPE]: { schema: reference } },
  };
}

/** A line of NDJSON is one of the schema, which OpenAPI 3.1 has no word for; the others are text to this document. */
const contentOf = (types: readonly string[], line?: JsonSchema): JsonSchema =>
  Object.fromEntries(
    types.map((type) => [
      type,
      type === 'application/x-ndjson' && line ? { schema: { type: 'string' }, 'x-line-schema': line } : {},
    ]),
  );

const headersOf = (headers: Readonly<Record<string, string>>): JsonSchema =>
  Object.fromEntries(
    Object.entries(headers).map(([name, description]) => [name, { description, schema: { type: 'string' } }]),
  );

/** An answer of the gateway's own, or what API Gateway says in its stead. */
function withMessage(response: JsonSchema): JsonSchema {
  const { [JSON_TYPE]: own } = response['content'] as Readonly<Record<string, { readonly schema: JsonSchema }>>;
  const { [JSON_TYPE]: other } = OF_MESSAGE;
  return { ...response, content: { [JSON_TYPE]: { schema: { anyOf: [own?.schema, other.schema] } } } };
}

function parameters(where: 'path' | 'query', codec: t.Any | undefined): readonly JsonSchema[] {
  const members = codec && membersOf(codec);
  if (!members) return [];
  return Object.entries(members.properties).map(([name, schema]) => ({
    name,
    in: where,
    required: members.required.includes(name),
    schema,
  }));
}
