import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';

type Schema = Readonly<Record<string, unknown>>;
type Media = Readonly<{ schema?: Schema; 'x-line-schema'?: Schema }>;

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required: boolean;
  readonly schema: Schema;
}

export interface Operation {
  /** In capitals. */
  readonly method: string;
  readonly path: string;
  readonly operationId: string;
  readonly security?: readonly unknown[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: {
    readonly content: {
      readonly 'application/json': {
        readonly schema: { readonly required: readonly string[]; readonly properties: Schema };
      };
    };
  };
  readonly responses: Readonly<
    Record<string, { readonly headers?: Schema; readonly content?: Readonly<Record<string, Media>> }>
  >;
}

/** An OpenAPI document, as far as these tests read it. */
export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Omit<Operation, 'method' | 'path'>>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

export const operationsOf = ({ paths }: ApiDocument): readonly Operation[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
  );

/** Headers of HTTP itself, and the id that API Gateway gives each request: no document names them. */
const HEADERS_OF_HTTP = new Set(
  'apigw-requestid cache-control connection content-length content-type date keep-alive transfer-encoding'.split(' '),
);

/** An instant in UTC milliseconds, the one form of it that is answered. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** The schema that also refuses members which it does not name: what is answered must be documented. */
function closed(schema: Schema, whole = true): Schema {
  const { allOf, anyOf, items, properties } = schema as {
    readonly allOf?: readonly Schema[];
    readonly anyOf?: readonly Schema[];
    readonly items?: Schema;
    readonly properties?: Readonly<Record<string, Schema>>;
  };
  return {
    ...schema,
    ...(items && { items: closed(items) }),
    ...(anyOf && { anyOf: anyOf.map((each) => closed(each, whole)) }),
    ...(allOf && { allOf: allOf.map((each) => closed(each, false)) }),
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, member]) => [name, closed(member)])),
    }),
    ...(whole && (properties || allOf) ? { unevaluatedProperties: false } : {}),
  };
}

export interface Judge {
  /**
   * Throws unless an answer is one that the document has: its status, its type, its headers, and each value of it, of NDJSON
   * line by line.
   * @returns its status and text
   */
  judge(operation: Operation, response: Response): Promise<{ readonly status: number; readonly text: string }>;
  /** The statuses of an operation that were judged so far. */
  seen(operation: Operation): ReadonlySet<string>;
}

export function judgeBy(document: ApiDocument): Judge {
  const ajv = new Ajv2020({ strict: false });
  ajv.addFormat('date-time', INSTANT);
  ajv.addFormat('uri', (text: string) => URL.canParse(text));
  const components = {
    schemas: Object.fromEntries(
      Object.entries(document.components.schemas).map(([name, each]) => [name, closed(each)]),
    ),
  };
  const validators = new Map<string, ValidateFunction>();
  const check = (operation: Operation, schema: Schema, value: unknown) => {
    const key = JSON.stringify(schema);
    const validate = validators.get(key) ?? ajv.compile({ ...closed(schema), components });
    validators.set(key, validate);
    if (validate(value)) return;
    throw new Error(`${operation.operationId} answers ${JSON.stringify(value)}: ${ajv.errorsText(validate.errors)}.`);
  };

  const seen = new Map<string, Set<string>>();
  return {
    seen: ({ operationId }) => seen.get(operationId) ?? new Set(),
    async judge(operation, response) {
      const { operationId } = operation;
      const status = String(response.status);
      const text = await response.text();
      const documented = operation.responses[status];
      const broken = (what: string) => new Error(`${operationId} answers ${status} ${what}: ${text.slice(0, 500)}`);
      if (!documented) throw broken('which is not documented');
      const stranger = [...response.headers.keys()].find(
        (name) => !HEADERS_OF_HTTP.has(name) && !(documented.headers && name in documented.headers),
      );
      if (stranger) throw broken(`with a header ${stranger} that is not documented`);
      seen.set(operationId, (seen.get(operationId) ?? new Set()).add(status));

      const type = (response.headers.get('content-type') ?? '').split(';')[0] ?? '';
      const media = documented.content?.[type];
      if (!documented.content && text === '') return { status: response.status, text };
      if (!media) throw broken(`as ${type || 'nothing'}, which is not documented`);
      const line = media['x-line-schema'];
      if (line) for (const each of text.split('\n').slice(0, -1)) check(operation, line, JSON.parse(each));
      else if (media.schema) check(operation, media.schema, JSON.parse(text));
      return { status: response.status, text };
    },
  };
}
