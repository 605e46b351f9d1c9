import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { verifyHeader } from './header-signature';
import { sessionToken } from '../sts/session-token';
import { bucketNamed, faultOf, queueNamed, RegionFixture } from './region-fixture';
import { sha256, signatureDate, signatureOf } from './signature';
import type { ServiceFault } from './service';

const SECRET = 'a secret';
const NOW = Date.UTC(2026, 2, 1, 12);

/** A request to a JSON service as a client signs it, but for what a test changes afterwards. */
function signedCall(service = 'dynamodb', signedAt = NOW) {
  const body = '{"TableName":"t"}';
  const date = signatureDate(signedAt);
  const scope = `${date.slice(0, 8)}/us-east-1/${service}/aws4_request`;
  const signedHeaders = 'host;x-amz-date;x-amz-target';
  const headers = { host: 'localhost', 'x-amz-date': date, 'x-amz-target': 'DynamoDB_20120810.DescribeTable' };
  const line = { method: 'POST', path: '/', query: '' };
  const signature = signatureOf(
    { ...line, canonicalPath: '/', parameters: [], headers, signedHeaders, payload: sha256(body), date, scope },
    SECRET,
  );
  const authorization = `AWS4-HMAC-SHA256 Credential=KEY/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
  return { line: { ...line, headers: { ...headers, authorization } }, body, service };
}

type Call = ReturnType<typeof signedCall>;

/** The code of the fault, and undefined where the signature holds. */
function codeOf({ line, body, service }: Call, secret = SECRET, now = NOW): string | undefined {
  try {
    verifyHeader(line, Buffer.from(body), service, secret, now);
    return undefined;
  } catch (error) {
    return (error as ServiceFault).code;
  }
}

const withHeaders = (call: Call, headers: Record<string, string>): Call => ({
  ...call,
  line: { ...call.line, headers: { ...call.line.headers, ...headers } },
});

describe('the signature of a header', () => {
  it('is the one of the published example', () => {
    // IAM User Guide, "Signature calculation examples": GET of IAM's ListUsers.
    const signature = signatureOf(
      {
        method: 'GET',
        canonicalPath: '/',
        parameters: [
          ['Version', '2010-05-08'],
          ['Action', 'ListUsers'],
        ],
        headers: {
          'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
          host: 'iam.amazonaws.com',
          'x-amz-date': '20150830T123600Z',
        },
        signedHeaders: 'content-type;host;x-amz-date',
        payload: sha256(''),
        date: '20150830T123600Z',
        scope: '20150830/us-east-1/iam/aws4_request',
      },
      'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
    );
    expect(signature).toBe('5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7');
  });

  it('holds for what it signs, and for nothing else', () => {
    const call = signedCall();
    expect(codeOf(call)).toBeUndefined();
    expect(codeOf(call, 'another secret')).toBe('InvalidSignatureException');
    expect(codeOf({ ...call, body: '{"TableName":"u"}' })).toBe('InvalidSignatureException');
    expect(codeOf(withHeaders(call, { 'x-amz-target': 'DynamoDB_20120810.DeleteTable' }))).toBe(
      'InvalidSignatureException',
    );
    expect(codeOf({ ...call, line: { ...call.line, query: 'a=b' } })).toBe('InvalidSignatureException');
    expect(codeOf({ ...call, line: { ...call.line, method: 'PUT' } })).toBe('InvalidSignatureException');
  });

  it('holds for fifteen minutes in either direction', () => {
    const minutes = (count: number) => codeOf(signedCall('dynamodb', NOW + count * 60_000));
    expect([-15, 15].map(minutes)).toEqual([undefined, undefined]);
    expect([-15.1, 15.1].map(minutes)).toEqual(['InvalidSignatureException', 'InvalidSignatureException']);
  });

  it('wants its parts, a date, and the host to be signed', () => {
    const call = signedCall();
    const { authorization } = call.line.headers;
    const changed = (from: string | RegExp, to: string) =>
      codeOf(withHeaders(call, { authorization: authorization.replace(from, to) }));
    expect(changed(/, Signature=.*/, '')).toBe('IncompleteSignatureException');
    expect(changed(/SignedHeaders=[^,]*, /, '')).toBe('IncompleteSignatureException');
    expect(changed('host;', '')).toBe('InvalidSignatureException');
    expect(codeOf(withHeaders(call, { 'x-amz-date': 'yesterday' }))).toBe('IncompleteSignatureException');
  });
});

describe('clients with a key that this cloud gave out', () => {
  const Bucket = 'some-bucket';
  const body = { Bucket, Key: "it's (1) \u00e4+b*.csv", Body: 'content', Metadata: { team: 'sea  lions' } };
  let region: RegionFixture;
  beforeAll(async () => {
    region = await RegionFixture.start({ queues: [queueNamed('q')], buckets: [bucketNamed(Bucket)] });
  });
  afterAll(() => region.stop());

  it('are believed when they sign with its secret', async () => {
    const [s3, sqs] = [region.s3('SIGNER'), region.sqs('SIGNER')];
    await s3.send(new PutObjectCommand(body));
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: body.Key }));
    expect(await got.Body?.transformToString()).toBe('content');
    const sent = await sqs.send(new SendMessageCommand({ QueueUrl: region.queueUrl('q'), MessageBody: 'x' }));
    expect(sent.MessageId).toBeDefined();
  });

  it('are told in the words of the service when they do not', async () => {
    const [s3, sqs] = [region.s3('SIGNER', 'wrong'), region.sqs('SIGNER', 'wrong')];
    const ofS3 = await faultOf(s3.send(new PutObjectCommand(body)));
    expect(ofS3).toMatchObject({ name: 'SignatureDoesNotMatch', $metadata: { httpStatusCode: 403 } });
    expect(await faultOf(sqs.send(new GetQueueUrlCommand({ QueueName: 'q' })))).toMatchObject({
      name: 'SignatureDoesNotMatch',
      $metadata: { httpStatusCode: 403 },
    });
  });

  it('are not those whose token is of this cloud and whose key it gave to nobody', async () => {
    const credentials = { accessKeyId: 'ASIANOBODY', secretAccessKey: 'x', sessionToken: sessionToken(Date.now() * 2) };
    const nobody = new SQSClient({ region: 'us-east-1', endpoint: region.endpoint, credentials, maxAttempts: 1 });
    expect(await faultOf(nobody.send(new GetQueueUrlCommand({ QueueName: 'q' })))).toMatchObject({
      name: 'InvalidClientTokenId',
      $metadata: { httpStatusCode: 403 },
    });
    nobody.destroy();
    // Who brings a key and a token of their own, as of an account at AWS, is believed.
    expect(await region.sqs('ASIAOFSOMEBODY').send(new GetQueueUrlCommand({ QueueName: 'q' }))).toMatchObject({
      QueueUrl: region.queueUrl('q'),
    });
  });

  it('are told when their clock is wrong', async () => {
    region.advance(16 * 60);
    try {
      expect((await faultOf(region.s3('SIGNER').send(new PutObjectCommand(body)))).name).toBe('RequestTimeTooSkewed');
    } finally {
      region.advance(-16 * 60);
    }
  });
});
