import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import captured from './fixtures/post-uploads.json';
import { ComeBack } from './errors';
import { createHandler } from './handler';
import { asker } from './testing/invoke';
import { MemoryCloud } from './testing/memory-ports';

const SHA256 = 'ab'.repeat(32);
const upload = { dataset: 'weather', fileName: 'seattle.csv', size: 48_219, sha256: SHA256 };

let cloud: MemoryCloud;
beforeEach(() => {
  cloud = new MemoryCloud();
});

describe('an event as API Gateway sends it', () => {
  it('is answered with a signed PUT, after its ticket was written', async () => {
    const handler = createHandler(cloud.ports());
    const answer = await handler(captured as unknown as APIGatewayProxyEventV2, {} as Context);
    expect(answer.statusCode).toBe(201);
    const body = JSON.parse(answer.body ?? '') as { id: string; key: string; put: { headers: object } };
    expect(body).toMatchObject({ kind: 'single', dataset: 'weather', accelerated: false });
    expect(body.key).toBe(`incoming/weather/${body.id}/seattle.csv`);
    expect(body.put.headers).toMatchObject({ 'content-length': '48219', 'if-none-match': '*' });
    expect(cloud.tickets()).toEqual([
      expect.objectContaining({
        recordId: `upload#${body.id}`,
        timestamp: '2026-03-01T10:00:00.000Z',
        dataset: 'weather',
      }),
    ]);
    expect(cloud.issued).toEqual(['weather']);
  });

  it('may have its body in base64', async () => {
    const event = {
      ...captured,
      body: Buffer.from(JSON.stringify(upload)).toString('base64'),
      isBase64Encoded: true,
    } as unknown as APIGatewayProxyEventV2;
    expect((await createHandler(cloud.ports())(event, {} as Context)).statusCode).toBe(201);
  });
});

describe('what does not fit', () => {
  it('is refused with every fault, and where it is', async () => {
    const { status, headers, json } = await asker(cloud)({
      routeKey: 'POST /uploads',
      body: { dataset: 'wether', fileName: '../secret.csv', size: 0, sha256: 'AB' },
    });
    expect(status).toBe(400);
    expect(headers['content-type']).toBe('application/problem+json');
    const problem = json('Problem');
    expect(problem).toMatchObject({
      type: 'urn:serverless-pipeline:problem:invalid-input',
      title: 'The request does not fit its description',
      status: 400,
      instance: 'urn:request:GbKSLgQdIAMEPXw=',
    });
    expect(problem.faults?.map(({ path }) => path)).toEqual([
      'body.dataset',
      'body.fileName',
      'body.size',
      'body.sha256',
    ]);
    expect(cloud.tickets()).toEqual([]);
  });

  it('as JSON is told apart from what it should be', async () => {
    const { json } = await asker(cloud)({ routeKey: 'POST /uploads', body: '{"dataset":' });
    expect(json('Problem').faults).toEqual([{ path: 'body', message: 'Send one JSON object in UTF-8.' }]);
  });

  it('names the element of a list', async () => {
    const ask = asker(cloud);
    const { json } = await ask({
      routeKey: 'POST /uploads/{id}/parts',
      path: { id: '01HZZZZZZZZZZZZZZZZZZZZZZZ' },
      body: {
        parts: [
          { number: 1, crc64nvme: 'AAAAAAAAAAA=' },
          { number: 0, crc64nvme: 'AAAAAAAAAAA=' },
        ],
      },
    });
    expect(json('Problem').faults).toEqual([
      { path: 'body.parts[1].number', message: 'It is 0: expected a whole number from 1 to 10000.' },
    ]);
  });

  it.each([
    ['a file of another kind', { ...upload, fileName: 'seattle.json' }, 400, 'body.fileName'],
    ['a suffix that no rule of the bucket matches', { ...upload, fileName: 'seattle.CSV' }, 400, 'body.fileName'],
    ['a path', { ...upload, fileName: 'a/b.csv' }, 400, 'body.fileName'],
    ['a hidden file', { ...upload, fileName: '.csv' }, 400, 'body.fileName'],
    ['a file larger than S3 takes', { ...upload, size: 6 * 1_024 ** 4 }, 413, undefined],
  ])('%s is refused', async (_, body, status, path) => {
    const answer = await asker(cloud)({ routeKey: 'POST /uploads', body });
    expect(answer.status).toBe(status);
    expect(answer.json('Problem').faults?.[0]?.path).toBe(path);
  });

  it('is no acceleration of a bucket that has none', async () => {
    const ask = asker(cloud, { TRANSFER_ACCELERATION: 'off' });
    const answer = await ask({ routeKey: 'POST /uploads', body: { ...upload, accelerated: true } });
    expect([answer.status, answer.json('Problem').type]).toEqual([
      409,
      'urn:serverless-pipeline:problem:acceleration-unavailable',
    ]);
  });
});

describe('what fails', () => {
  it('for now may be asked again', async () => {
    cloud.tableFails = new ComeBack('The table is throttled.');
    const { status, headers, json } = await asker(cloud)({ routeKey: 'POST /uploads', body: upload });
    expect([status, headers['retry-after']]).toEqual([503, '2']);
    expect(json('Problem').detail).toBe('The table is throttled. Send the request again.');
  });

  it('by a fault of ours is logged, and tells nothing of its inside', async () => {
    cloud.tableFails = new Error('secret of the inside');
    const { status, text } = await asker(cloud)({ routeKey: 'POST /uploads', body: upload });
    expect(status).toBe(500);
    expect(text).not.toContain('secret');
    expect(cloud.logged).toEqual([{ level: 'error', message: 'A request failed' }]);
  });
});

describe('an upload in parts', () => {
  const size = 101_000_000;
  const crc64nvme = 'AAAAAAAAAAA=';
  const part = (number: number) => ({ number, etag: `"${'a'.repeat(32)}"`, crc64nvme });
  const begin = async () => {
    const ask = asker(cloud);
    const signed = (await ask({ routeKey: 'POST /uploads', body: { ...upload, size } })).json('SignedUpload');
    return { ask, id: signed.id, signed };
  };
  const complete = (id: string, parts = [1, 2, 3, 4].map(part)) => ({
    routeKey: 'POST /uploads/{id}/complete',
    path: { id },
    body: { crc64nvme, parts },
  });

  it('is cut as the ticket says, each part signed for its length', async () => {
    const { ask, id, signed } = await begin();
    expect(signed).toMatchObject({ kind: 'multipart', partBytes: 33_554_432, partCount: 4 });
    const parts = [1, 4].map((number) => ({ number, crc64nvme }));
    const answer = await ask({ routeKey: 'POST /uploads/{id}/parts', path: { id }, body: { parts } });
    expect(answer.json('SignedParts').parts.map(({ headers }) => headers['content-length'])).toEqual([
      '33554432',
      String(size - 3 * 33_554_432),
    ]);
    const beyond = await ask({
      routeKey: 'POST /uploads/{id}/parts',
      path: { id },
      body: { parts: [{ number: 5, crc64nvme }] },
    });
    expect(beyond.status).toBe(400);
  });

  it('becomes a file, under the id by which it is accounted for', async () => {
    const { ask, id } = await begin();
    const { status, json } = await ask(complete(id));
    expect(status).toBe(200);
    const { fileId } = json('CompletedUpload');
    expect(fileId).toMatch(/^[\w-]{22}$/);
    expect(cloud.joined[0]).toMatchObject({ size, crc64nvme, multipartId: 'upload of S3' });
    const ticket = await ask({ routeKey: 'GET /uploads/{id}', path: { id }, query: { versionId: 'version-1' } });
    expect(ticket.json('Upload').fileId).toBe(fileId);
  });

  it('may be completed twice: the answer may have been lost', async () => {
    const { ask, id, signed } = await begin();
    cloud.joins = { kind: 'gone' };
    expect((await ask(complete(id))).status).toBe(409);
    cloud.keys.add(signed.key);
    expect((await ask(complete(id))).json('CompletedUpload')).toEqual({ id, key: signed.key });
  });

  it('with a part missing, or out of order, is not joined', async () => {
    const { ask, id } = await begin();
    expect((await ask(complete(id, [1, 2, 3].map(part)))).status).toBe(400);
    expect((await ask(complete(id, [1, 3, 2, 4].map(part)))).json('Problem').faults?.[0]?.path).toBe(
      'body.parts[1].number',
    );
    expect(cloud.joined).toEqual([]);
  });

  it('that S3 refuses says why', async () => {
    const { ask, id } = await begin();
    cloud.joins = { kind: 'refused', reason: 'InvalidPart: One or more of the parts could not be found.' };
    expect((await ask(complete(id))).json('Problem').detail).toContain('InvalidPart');
  });

  it('can be given up', async () => {
    const { ask, id, signed } = await begin();
    const status = async () => (await ask({ routeKey: 'GET /uploads/{id}', path: { id } })).json('Upload').status;
    expect(await status()).toBe('ISSUED');
    expect((await ask({ routeKey: 'DELETE /uploads/{id}', path: { id } })).status).toBe(204);
    expect(cloud.aborted).toEqual([signed.key]);
    expect(await status()).toBe('WITHDRAWN');
    // The answer may have been lost.
    expect((await ask({ routeKey: 'DELETE /uploads/{id}', path: { id } })).status).toBe(204);
    const body = { parts: [{ number: 1, crc64nvme }] };
    const refused = await ask({ routeKey: 'POST /uploads/{id}/parts', path: { id }, body });
    expect([refused.status, refused.json('Problem').detail]).toEqual([
      409,
      `The upload ${id} was given up: ask for a new one with POST /uploads.`,
    ]);
  });

  it('is not given up where S3 still has its parts', async () => {
    const { ask, id } = await begin();
    cloud.abortFails = new ComeBack('S3 is slow.');
    expect((await ask({ routeKey: 'DELETE /uploads/{id}', path: { id } })).status).toBe(503);
    expect((await ask({ routeKey: 'GET /uploads/{id}', path: { id } })).json('Upload').status).toBe('ISSUED');
  });

  it('goes on in the region where it began', async () => {
    const { id } = await begin();
    const west = asker(cloud, { TABLE_REGION: 'us-west-2' });
    expect((await west(complete(id))).json('Problem').detail).toContain('began in us-east-1');
  });

  it('is not one that goes up in one request, and not one that nobody asked for', async () => {
    const ask = asker(cloud);
    const { json } = await ask({ routeKey: 'POST /uploads', body: upload });
    expect((await ask(complete(json('SignedUpload').id, [part(1)]))).status).toBe(409);
    expect((await ask(complete('01HZZZZZZZZZZZZZZZZZZZZZZZ', [part(1)]))).status).toBe(404);
  });
});
