import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { putAnswer } from './put-answer';

/** What a server heard, that answers with the status. */
async function heard(status: number) {
  const requests: { method?: string; type?: string; body: string }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method, headers } = request;
      requests.push({ method: method!, type: headers['content-type'] ?? '', body: Buffer.concat(chunks).toString() });
      response.writeHead(status).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const put = putAnswer(`http://127.0.0.1:${(server.address() as AddressInfo).port}/answer?sign=1`, '{"a":1}');
  const [{ reason }] = (await Promise.allSettled([put])) as [{ reason?: Error }];
  server.closeAllConnections();
  server.close();
  return { requests, reason };
}

it('puts the answer without a content type, which the signature does not cover', async () => {
  const { requests, reason } = await heard(200);
  expect(reason).toBeUndefined();
  expect(requests).toEqual([{ method: 'PUT', type: '', body: '{"a":1}' }]);
});

it('says so when the answer is not taken', async () => {
  expect((await heard(403)).reason?.message).toBe("CloudFormation's answer URL says 403.");
});
