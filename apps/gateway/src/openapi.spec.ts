import { gatewayRoutes, openRoutes } from '@pipeline/runtime-contract';
import Ajv2020 from 'ajv/dist/2020';
import { openApiDocument } from './openapi';
import { routes } from './routes';

interface Operation {
  readonly operationId: string;
  readonly security?: readonly unknown[];
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly required: boolean }[];
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: object }>>;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

const table = routes({ health: () => Promise.reject(new Error('asked')), document: () => '' });
const document = openApiDocument(table) as unknown as Document;
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    ...operation,
    key: `${method.toUpperCase()} ${path}`,
    path,
  })),
);

describe('the document of the gateway', () => {
  it('has every route and no other, each under a name of its own', () => {
    expect(operations.map(({ key }) => key).sort()).toEqual([...gatewayRoutes].sort());
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
  });

  it('says of the open routes that nobody signs for them, and of no other', () => {
    const open = operations.filter(({ security }) => security?.length === 0).map(({ key }) => key);
    expect(open).toEqual(openRoutes);
  });

  it('has the parameters of each path, all of them required', () => {
    for (const { path, parameters } of operations) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const inPath = parameters.filter((parameter) => parameter.in === 'path');
      expect(inPath.map(({ name }) => name)).toEqual(named);
      expect(inPath.every(({ required }) => required)).toBe(true);
    }
  });

  it('refers to nothing that it does not have, and has nothing that no answer is of', () => {
    const referred = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
    expect([...new Set(referred)].sort()).toEqual(Object.keys(document.components.schemas).sort());
  });

  it('has schemas that are schemas', () => {
    const ajv = new Ajv2020({ strict: true, validateFormats: false });
    for (const schema of Object.values(document.components.schemas)) {
      expect([schema, ajv.validateSchema(schema)]).toEqual([schema, true]);
    }
  });

  it('says of every operation how it fails', () => {
    for (const { operationId, responses, parameters, path } of operations) {
      const statuses = Object.keys(responses);
      expect([operationId, statuses]).toEqual([operationId, expect.arrayContaining(['429', '500', '503'])]);
      if (parameters.length > 0)
        expect([operationId, statuses]).toEqual([operationId, expect.arrayContaining(['400'])]);
      expect([operationId, statuses.includes('404')]).toEqual([operationId, path.includes('{')]);
      expect([operationId, statuses.includes('403')]).toEqual([operationId, operationId !== 'health']);
    }
  });

  it('has of media types only what OpenAPI 3.1 knows, or what is marked as beyond it', () => {
    const contents = operations.flatMap(({ responses }) =>
      Object.values(responses).flatMap(({ content }) => content ?? []),
    );
    const members = contents
      .flatMap((content) => Object.values(content))
      .flatMap((media) => Object.keys(media as object));
    expect([...new Set(members)].sort()).toEqual(['schema', 'x-line-schema']);
  });
});
