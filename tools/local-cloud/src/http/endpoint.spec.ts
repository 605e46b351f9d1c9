import { createHash } from 'node:crypto';
import {
  GetObjectCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { GetBucketLocationCommand, GetBucketVersioningCommand, ListBucketsCommand } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { bucketNamed, faultOf, queueNamed, RegionFixture } from './region-fixture';

const Bucket = 'some-bucket';

describe('endpoint', () => {
  let region: RegionFixture;

  beforeAll(async () => {
    region = await RegionFixture.start({ queues: [queueNamed('q')], buckets: [bucketNamed(Bucket)] });
    const s3 = region.s3();
    await s3.send(new PutObjectCommand({ Bucket, Key: 'here', Body: 'content' }));
    s3.destroy();
  });
  afterAll(async () => {
    await region.stop();
    expect(region.defects).toEqual([]);
  });

  const authorization = (service: string, where = 'us-east-1') =>
    `AWS4-HMAC-SHA256 Credential=OPERATOR/20260101/${where}/${service}/aws4_request, SignedHeaders=host, Signature=0`;
  const request = (path: string, init: RequestInit = {}) => fetch(`${region.endpoint}${path}`, init);

  describe('finds the service', () => {
    it('by the scope of the signature', async () => {
      const s3 = await request('/', { headers: { authorization: authorization('s3') } });
      expect(await s3.text()).toContain('<Name>some-bucket</Name>');
      const headers = { authorization: authorization('sqs'), 'content-type': 'application/x-www-form-urlencoded' };
      const sqs = await request('/', { method: 'POST', headers, body: 'Action=ListQueues' });
      expect(await sqs.text()).toContain(`<QueueUrl>${region.queueUrl('q')}</QueueUrl>`);
      expect(sqs.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    });

    it('by the target of an unsigned request, else it is S3', async () => {
      const headers = { 'x-amz-target': 'AmazonSQS.ListQueues', 'content-type': 'application/x-amz-json-1.0' };
      const sqs = await request('/', { method: 'POST', headers, body: '{}' });
      expect(await sqs.json()).toEqual({ QueueUrls: [region.queueUrl('q')] });
      expect(await (await request(`/${Bucket}/here`)).text()).toBe('content');
    });

    it('names a service that it does not have, in the tongue of the client', async () => {
      const kinesis = await request('/', { method: 'POST', headers: { authorization: authorization('kinesis') } });
      expect(kinesis.status).toBe(501);
      const message = 'The local cloud does not emulate the service "kinesis". It emulates s3, sqs.';
      expect(await kinesis.text()).toContain(message);
      const headers = { authorization: authorization('kinesis'), 'content-type': 'application/x-amz-json-1.1' };
      expect(await (await request('/', { method: 'POST', headers, body: '{}' })).json()).toMatchObject({ message });
    });
  });

  describe('refuses', () => {
    it('a signature for another region', async () => {
      const options = { endpoint: region.endpoint, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } };
      const s3 = new S3Client({ ...options, region: 'us-west-2', maxAttempts: 1 });
      expect(await faultOf(s3.send(new GetObjectCommand({ Bucket, Key: 'here' })))).toMatchObject({
        name: 'AuthorizationHeaderMalformed',
        message: "The authorization header is malformed; the region 'us-west-2' is wrong; expecting 'us-east-1'",
        Region: 'us-east-1',
        $metadata: { httpStatusCode: 400 },
      });
      const sqs = new SQSClient({ ...options, region: 'us-west-2', maxAttempts: 1 });
      const sent = sqs.send(new SendMessageCommand({ QueueUrl: region.queueUrl('q'), MessageBody: 'x' }));
      expect((await faultOf(sent)).message).toBe(
        "Credential should be scoped to a valid region, not 'us-west-2'. This endpoint is us-east-1: sign for " +
          'us-east-1, or call the endpoint of us-west-2.',
      );
    });

    it('signatures that it can’t read', async () => {
      const old = await request('/', { headers: { authorization: 'AWS OPERATOR:signature' } });
      expect([old.status, await old.text()]).toEqual([400, expect.stringContaining('Please use AWS4-HMAC-SHA256')]);
      const presigned = await request(`/${Bucket}/here?AWSAccessKeyId=a&Signature=b&Expires=1`);
      expect(await presigned.text()).toContain('Please use AWS4-HMAC-SHA256');
      const short = await request('/', { headers: { authorization: 'AWS4-HMAC-SHA256 Credential=OPERATOR/s3' } });
      expect(await short.text()).toContain('<Code>AuthorizationHeaderMalformed</Code>');
    });
  });

  describe('presigned URLs', () => {
    const presign = (path: string, more: Record<string, string> = {}, at = region.now()) => {
      const date = new Date(at).toISOString().replace(/[-:]|\.\d{3}/g, '');
      const query = new URLSearchParams({
        'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
        'X-Amz-Credential': `OPERATOR/${date.slice(0, 8)}/us-east-1/s3/aws4_request`,
        'X-Amz-Date': date,
        'X-Amz-Expires': '60',
        'X-Amz-SignedHeaders': 'host',
        'X-Amz-Signature': '0',
        ...more,
      });
      return `${path}?${query}`;
    };

    it('put and get', async () => {
      const put = await request(presign(`/${Bucket}/presigned`), { method: 'PUT', body: 'by hand' });
      expect(put.status).toBe(200);
      expect(await (await request(presign(`/${Bucket}/presigned`))).text()).toBe('by hand');
    });

    it('expire', async () => {
      const late = await request(presign(`/${Bucket}/here`, {}, region.now() - 61_000));
      expect(late.status).toBe(403);
      expect(await late.text()).toMatch(/<Code>AccessDenied<\/Code><Message>Request has expired<\/Message>/);
      const tooLong = await request(presign(`/${Bucket}/here`, { 'X-Amz-Expires': '604801' }));
      expect(await tooLong.text()).toContain('X-Amz-Expires must be less than a week');
    });

    it('want every header that they sign', async () => {
      const url = () => presign(`/${Bucket}/signed-once`, { 'X-Amz-SignedHeaders': 'host;if-none-match' });
      const without = await request(url(), { method: 'PUT', body: 'x' });
      expect(await without.text()).toContain('signed with the header &quot;if-none-match&quot;, which was not sent');
      const headers = { 'if-none-match': '*' };
      expect((await request(url(), { method: 'PUT', body: 'x', headers })).status).toBe(200);
      expect((await request(url(), { method: 'PUT', body: 'x', headers })).status).toBe(412);
    });

    it('of a key that this cloud gave out hold for what they sign and for nothing else', async () => {
      const command = new PutObjectCommand({ Bucket, Key: "for you/it's (1) ä+b*.csv", IfNoneMatch: '*' });
      const url = await getSignedUrl(region.s3('SIGNER'), command, { expiresIn: 60 });
      const put = (to: string, headers: Record<string, string> = { 'if-none-match': '*' }) =>
        request(to.slice(region.endpoint.length), { method: 'PUT', headers });
      const changed = [
        put(url.replace('for%20you', 'for%20me')),
        put(url.replace('X-Amz-Expires=60', 'X-Amz-Expires=600')),
        put(url.replace(/host(%3B|;)if-none-match/, 'host')),
        put(`${url}&x-amz-meta-team=sea`),
        put(url, { 'if-none-match': '"any"' }),
        put(url.replace(/X-Amz-Signature=\w/, 'X-Amz-Signature=')),
        put(url.replace(/(X-Amz-Signature=)\w{4}/, '$1%ff0')),
        request(url.slice(region.endpoint.length)),
      ];
      for (const answer of await Promise.all(changed)) {
        expect(answer.status).toBe(403);
        expect(await answer.text()).toContain('<Code>SignatureDoesNotMatch</Code>');
      }
      expect((await put(url)).status).toBe(200);
    });

    it('carry headers of their own as parameters', async () => {
      const checksum = createHash('sha256').update('right').digest('base64');
      const url = () => presign(`/${Bucket}/hoisted`, { 'x-amz-checksum-sha256': checksum, 'x-amz-meta-team': 'sea' });
      expect(await (await request(url(), { method: 'PUT', body: 'wrong' })).text()).toContain('<Code>BadDigest</Code>');
      expect((await request(url(), { method: 'PUT', body: 'right' })).status).toBe(200);
      expect((await request(`/${Bucket}/hoisted`)).headers.get('x-amz-meta-team')).toBe('sea');
    });
  });

  describe('addresses of buckets', () => {
    it.each([`${Bucket}.localhost`, `${Bucket}.s3.localhost:4566`, `${Bucket}.s3.us-east-1.localhost`])(
      'virtual-host style: %s',
      async (host) => {
        expect(await rawGet(region.endpoint, '/here', host)).toContain('content');
      },
    );

    it('refuses a path that is not UTF-8', async () => {
      expect(await (await request(`/${Bucket}/%ff`)).text()).toContain('<Code>InvalidURI</Code>');
    });

    it('answers what is asked of a bucket', async () => {
      const s3 = region.s3();
      expect(await s3.send(new HeadBucketCommand({ Bucket }))).toMatchObject({ BucketRegion: 'us-east-1' });
      expect((await s3.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint).toBeUndefined();
      expect((await s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe('Enabled');
      expect((await s3.send(new ListBucketsCommand({}))).Buckets).toMatchObject([{ Name: Bucket }]);
      expect((await faultOf(s3.send(new HeadBucketCommand({ Bucket: 'missing' })))).name).toBe('NotFound');
    });
  });

  describe('a function’s calls', () => {
    it('are made in its role’s name, and refused where it may not', async () => {
      const s3 = region.s3('FUNCTION');
      const calls: string[] = [];
      region.permission = (action, resource) => {
        calls.push(`${action} ${resource}`);
        return false;
      };
      const fault = await faultOf(s3.send(new GetObjectCommand({ Bucket, Key: 'here' })));
      expect(fault).toMatchObject({ name: 'AccessDenied', $metadata: { httpStatusCode: 403 } });
      expect(calls).toEqual([`s3:GetObject arn:aws:s3:::${Bucket}/here`]);
    });

    it('are not told that an object is missing, unless they may list the bucket', async () => {
      const s3 = region.s3('FUNCTION');
      const status = async (Key: string) =>
        (await faultOf(s3.send(new GetObjectCommand({ Bucket, Key })))).$metadata.httpStatusCode;
      region.permission = (action) => action === 's3:GetObject';
      expect(await status('incoming/missing')).toBe(403);
      region.permission = (action, _resource, conditions) =>
        action === 's3:GetObject' ||
        (action === 's3:ListBucket' && String(conditions['s3:prefix']).startsWith('incoming/'));
      expect(await status('incoming/missing')).toBe(404);
      expect(await status('elsewhere/missing')).toBe(403);
    });

    it('list only under the prefixes that their policies name', async () => {
      const s3 = region.s3('FUNCTION');
      region.permission = (action, _resource, conditions) =>
        action === 's3:ListBucket' && conditions['s3:prefix'] === 'incoming/';
      await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'incoming/' }));
      expect(await faultOf(s3.send(new ListObjectsV2Command({ Bucket })))).toMatchObject({ name: 'AccessDenied' });
    });

    it('to a queue are judged by its ARN', async () => {
      const sqs = region.sqs('FUNCTION');
      const send = () => sqs.send(new SendMessageCommand({ QueueUrl: region.queueUrl('q'), MessageBody: 'x' }));
      region.permission = () => false;
      expect(await faultOf(send())).toMatchObject({ name: 'AccessDenied', $metadata: { httpStatusCode: 403 } });
      region.permission = (action, resource) =>
        action === 'sqs:SendMessage' && resource === 'arn:aws:sqs:us-east-1:000000000000:q';
      expect((await send()).MessageId).toBeDefined();
    });
  });
});

/** `fetch` sets the Host header by itself, so that another one needs a plain request. */
async function rawGet(endpoint: string, path: string, host: string): Promise<string> {
  const { request } = await import('node:http');
  return new Promise((resolve, reject) => {
    const sent = request(`${endpoint}${path}`, { headers: { host } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve(text));
    });
    sent.on('error', reject).end();
  });
}
