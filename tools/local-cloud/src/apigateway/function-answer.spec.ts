import fc from 'fast-check';
import { functionAnswer, said } from './function-answer';

const answered = (payload: unknown) => functionAnswer(JSON.stringify(payload));

describe('what a function answers', () => {
  it('with a status is the answer: headers in small letters, cookies as headers, text by default', () => {
    expect(
      answered({ statusCode: 201, headers: { 'X-Count': 3, 'X-Flag': true }, cookies: ['a=1', 'b=2'], body: 'made' }),
    ).toEqual({
      status: 201,
      headers: {
        'content-type': 'text/plain;charset=UTF-8',
        'x-count': '3',
        'x-flag': 'true',
        'set-cookie': ['a=1', 'b=2'],
      },
      body: 'made',
    });
  });

  it('says its own type, however it is spelt', () => {
    expect(answered({ statusCode: 200, headers: { 'Content-Type': 'text/csv' }, body: '' })?.headers).toEqual({
      'content-type': 'text/csv',
    });
  });

  it('may have its status as text, and no body', () => {
    expect(answered({ statusCode: '204' })).toMatchObject({ status: 204, body: '' });
  });

  it('in base64 is bytes, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const body = Buffer.from(bytes).toString('base64');
        expect(answered({ statusCode: 200, body, isBase64Encoded: true })?.body).toEqual(Buffer.from(bytes));
      }),
    );
  });

  it('without a status is the body itself, as JSON with 200', () => {
    for (const payload of [{ a: 1 }, [1], 7, true, null]) {
      expect(answered(payload)).toEqual({
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(payload),
      });
    }
    expect(answered('text')?.body).toBe('text');
  });

  it.each([
    ['no JSON', 'not json'],
    ['nothing', ''],
    ['a status that is none', '{"statusCode":"soon"}'],
    ['a status beyond those of HTTP', '{"statusCode":1000}'],
    ['half a status', '{"statusCode":200.5}'],
    ['a body that is no text', '{"statusCode":200,"body":{}}'],
  ])('that is %s is none', (_, payload) => {
    expect(functionAnswer(payload)).toBeUndefined();
  });

  it('or anything else, never breaks the API', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (payload) => {
        const answer = functionAnswer(payload);
        if (answer === undefined) return;
        expect(answer.status).toBeGreaterThanOrEqual(100);
        expect(answer.status).toBeLessThan(600);
      }),
    );
  });
});

it('what the API says by itself is JSON', () => {
  expect(said(404, 'Not Found')).toEqual({
    status: 404,
    headers: { 'content-type': 'application/json' },
    body: '{"message":"Not Found"}',
  });
});
