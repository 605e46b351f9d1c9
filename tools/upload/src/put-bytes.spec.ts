import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { putBytes } from './put-bytes';

let server: Server;
afterEach(() => new Promise((resolve) => server.close(resolve)));

/** Answers one request after the other; the last answer stays. */
async function serving(...answers: readonly RequestListener[]): Promise<{ url: string; bodies: string[] }> {
  const bodies: string[] = [];
  let asked = 0;
  server = createServer((request, response) => {
    void request.toArray().then((chunks: Buffer[]) => {
      bodies.push(Buffer.concat(chunks).toString());
      answers[Math.min(asked, answers.length - 1)]?.(request, response);
      asked += 1;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/key`, bodies };
}
const answers =
  (status: number, text = ''): RequestListener =>
  (_request, response) =>
    void response.writeHead(status, { etag: '"e"' }).end(text);
const bytes = () => Readable.from([Buffer.from('day'), Buffer.from('s')]);
const put = (url: string) => putBytes({ method: 'PUT', url, headers: { 'content-length': '4' } }, bytes);

it('sends the bytes and gives what S3 says of them', async () => {
  const { url, bodies } = await serving(answers(200));
  expect(await put(url)).toMatchObject({ status: 200, headers: { etag: '"e"' } });
  expect(bodies).toEqual(['days']);
});

it('sends them again, whole, when S3 cannot take them for now', async () => {
  const { url, bodies } = await serving(answers(503), (request) => request.socket.destroy(), answers(200));
  expect(await put(url)).toMatchObject({ status: 200 });
  expect(bodies).toEqual(['days', 'days', 'days']);
});

it('sends them once where S3 refuses them, and says why in its words', async () => {
  const refusal = '<Error><Code>BadDigest</Code><Message>The SHA256 does not match.</Message></Error>';
  const { url, bodies } = await serving(answers(400, refusal));
  await expect(put(url)).rejects.toMatchObject({
    name: 'PutRefused',
    status: 400,
    message: 'S3 answered 400 BadDigest: The SHA256 does not match.',
  });
  expect(bodies).toHaveLength(1);
});
