import { type ApiDocument, judgeBy, operationsOf } from './api-document';

const text = { type: 'string' };
const thing = {
  allOf: [
    { type: 'object', properties: { id: text, at: { type: 'string', format: 'date-time' } }, required: ['id'] },
    {
      anyOf: [
        { type: 'object', properties: { one: text }, required: ['one'] },
        { type: 'object', properties: { many: { type: 'array', items: text } }, required: ['many'] },
      ],
    },
  ],
};
const document = {
  paths: {
    '/things': {
      get: {
        operationId: 'list',
        parameters: [],
        responses: {
          200: {
            headers: { link: {} },
            content: {
              'application/json': { schema: { $ref: '#/components/schemas/Thing' } },
              'application/x-ndjson': { schema: text, 'x-line-schema': { $ref: '#/components/schemas/Thing' } },
            },
          },
          204: {},
        },
      },
    },
  },
  components: { schemas: { Thing: thing } },
} as unknown as ApiDocument;
const [list] = operationsOf(document);
const good = { id: 'a', one: 'b' };

/** Judges an answer of the operation by the document. */
const judged = (body: unknown, { status = 200, type = 'application/json', ...headers }: Record<string, unknown> = {}) =>
  judgeBy(document).judge(
    list!,
    new Response(body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body), {
      status: status as number,
      headers: {
        ...(headers as Record<string, string>),
        ...(body === undefined ? {} : { 'content-type': type as string }),
      },
    }),
  );

describe('an answer', () => {
  it.each([
    ['is what the document says', good, {}],
    ['has a documented header', good, { link: '</>' }],
    ['has the other form', { id: 'a', at: '2026-03-14T09:26:53.000Z', many: ['b'] }, {}],
    ['is lines that do', `${JSON.stringify(good)}\n${JSON.stringify(good)}\n`, { type: 'application/x-ndjson' }],
    ['is none, where none is documented', undefined, { status: 204 }],
  ])('that %s is let pass', async (_, body, options) => {
    expect((await judged(body, options)).status).toBeGreaterThanOrEqual(200);
  });

  it.each([
    ['with a status that is not documented', good, { status: 201 }, 'which is not documented'],
    ['with a header that is not documented', good, { 'x-other': '1' }, 'a header x-other that is not documented'],
    ['of another type', 'text', { type: 'text/plain' }, 'as text/plain, which is not documented'],
    ['without a member', { one: 'b' }, {}, "must have required property 'id'"],
    ['with a member more', { ...good, more: 1 }, {}, 'must NOT have unevaluated properties'],
    ['with a member of another type', { ...good, id: 1 }, {}, 'must be string'],
    ['with an instant in another form', { ...good, at: '2026-03-14T09:26:53+01:00' }, {}, 'must match format'],
    ['with a line that does not fit', `${JSON.stringify(good)}\n{}\n`, { type: 'application/x-ndjson' }, 'must have'],
  ])('%s is not', async (_, body, options, message) => {
    await expect(judged(body, options)).rejects.toThrow(message);
  });
});
