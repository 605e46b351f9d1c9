import type { Answer, Client, Json, JsonObject } from './case';

/**
 * A client that also makes plain HTTP requests, as whoever has a presigned URL does: `http.<METHOD>` takes `url`, `headers`
 * and `body`, and answers with `status`, `headers` and the body as text, whatever the status is.
 */
export const withWeb = (client: Client): Client => ({
  ...client,
  call: (operation, input, by) =>
    operation.startsWith('http.') ? request(operation.slice('http.'.length), input) : client.call(operation, input, by),
});

async function request(method: string, { url = '', headers = {}, body }: JsonObject): Promise<Answer> {
  const answer = await fetch(String(url), {
    method,
    headers: headers as Record<string, string>,
    ...(body === undefined ? {} : { body: String(body as Json) }),
  });
  return {
    out: { status: answer.status, headers: Object.fromEntries(answer.headers.entries()), body: await answer.text() },
  };
}
