import { type S3Client, S3Client as Client, S3ServiceException } from '@aws-sdk/client-s3';
import { NoAcceleration } from '../errors';
import { s3Bucket } from './s3-bucket';

const settings = { INGESTION_BUCKET: 'files', UPLOAD_URL_SECONDS: 900, PART_URL_SECONDS: 3_600 };
const options = { region: 'us-east-1', credentials: { accessKeyId: 'KEY', secretAccessKey: 'secret' } };
const clients = { s3: new Client(options), accelerated: new Client({ ...options, useAccelerateEndpoint: true }) };
const SHA256 = Buffer.from('ab'.repeat(32), 'hex').toString('base64');
const CRC = 'AAAAAAAAAAA=';

const file = { key: 'incoming/weather/01J/a b.csv', size: 12, sha256: SHA256, accelerated: false };
const part = { key: file.key, multipartId: 'U', number: 2, size: 9, crc64nvme: CRC, accelerated: false };
const signedHeaders = (url: string) => new URL(url).searchParams.get('X-Amz-SignedHeaders')?.split(';').sort();

describe('a signed PUT', () => {
  it('is for exactly its length, its bytes and a key that is new, and for a quarter of an hour', async () => {
    const { method, url, headers } = await s3Bucket(clients, settings).signPut(file);
    expect(method).toBe('PUT');
    expect(headers).toEqual({ 'content-length': '12', 'if-none-match': '*', 'x-amz-checksum-sha256': SHA256 });
    const { host, pathname, searchParams } = new URL(url);
    expect([host, pathname]).toEqual(['files.s3.us-east-1.amazonaws.com', '/incoming/weather/01J/a%20b.csv']);
    expect(searchParams.get('X-Amz-Expires')).toBe('900');
    // What is only in the query S3 would not hold the body against.
    expect(signedHeaders(url)).toEqual(['content-length', 'host', 'if-none-match', 'x-amz-checksum-sha256']);
    expect([...searchParams.keys()].filter((name) => /checksum/i.test(name))).toEqual([]);
  });

  it('of a part is for exactly that part', async () => {
    const { url, headers } = await s3Bucket(clients, settings).signPart(part);
    expect(headers).toEqual({ 'content-length': '9', 'x-amz-checksum-crc64nvme': CRC });
    const { searchParams } = new URL(url);
    expect([searchParams.get('partNumber'), searchParams.get('uploadId')]).toEqual(['2', 'U']);
    expect(searchParams.get('X-Amz-Expires')).toBe('3600');
    expect(signedHeaders(url)).toEqual(['content-length', 'host', 'x-amz-checksum-crc64nvme']);
  });

  it('goes by the nearest edge where that is asked for, and can not where the endpoint is none of S3', async () => {
    const fast = await s3Bucket(clients, settings).signPut({ ...file, accelerated: true });
    expect(new URL(fast.url).host).toBe('files.s3-accelerate.amazonaws.com');
    const elsewhere = new Client({ ...options, endpoint: 'http://127.0.0.1:4600', useAccelerateEndpoint: true });
    const bucket = s3Bucket({ ...clients, accelerated: elsewhere }, settings);
    await expect(bucket.signPut({ ...file, accelerated: true })).rejects.toThrow(NoAcceleration);
    await expect(bucket.signPart({ ...part, accelerated: true })).rejects.toThrow(NoAcceleration);
  });
});

/** The bucket of a client that answers, or throws, one thing. */
function bucketAnswering(answer: object | Error) {
  const inputs: unknown[] = [];
  const s3 = {
    send: async ({ input }: { input: unknown }) => {
      inputs.push(input);
      if (answer instanceof Error) throw answer;
      return answer;
    },
  } as unknown as S3Client;
  return { bucket: s3Bucket({ s3, accelerated: s3 }, settings), inputs };
}
const fault = (name: string, httpStatusCode = 400) =>
  new S3ServiceException({ name, message: 'so it says', $fault: 'client', $metadata: { httpStatusCode } });

describe('an upload in parts', () => {
  const whole = {
    key: file.key,
    multipartId: 'U',
    size: 12,
    crc64nvme: CRC,
    parts: [{ number: 1, etag: 'e', crc64nvme: CRC }],
  };

  it('is joined if the whole is what was announced, and nothing is there', async () => {
    const { bucket, inputs } = bucketAnswering({ VersionId: 'v' });
    expect(await bucket.join(whole)).toEqual({ kind: 'joined', versionId: 'v' });
    expect(inputs).toEqual([
      {
        Bucket: 'files',
        Key: file.key,
        UploadId: 'U',
        IfNoneMatch: '*',
        MpuObjectSize: 12,
        ChecksumCRC64NVME: CRC,
        ChecksumType: 'FULL_OBJECT',
        MultipartUpload: { Parts: [{ PartNumber: 1, ETag: 'e', ChecksumCRC64NVME: CRC }] },
      },
    ]);
  });

  it.each(['InvalidPart', 'InvalidPartOrder', 'EntityTooSmall', 'BadDigest', 'InvalidRequest', 'PreconditionFailed'])(
    'that is not what was announced is refused in the words of S3: %s',
    async (name) => {
      expect(await bucketAnswering(fault(name)).bucket.join(whole)).toEqual({
        kind: 'refused',
        reason: `${name}: so it says`,
      });
    },
  );

  it('that S3 does not know is gone, and to give it up is no fault', async () => {
    const { bucket } = bucketAnswering(fault('NoSuchUpload', 404));
    expect(await bucket.join(whole)).toEqual({ kind: 'gone' });
    expect(await bucket.abort(file.key, 'U')).toBeUndefined();
  });

  it('that fails otherwise is a fault, or comes later', async () => {
    await expect(bucketAnswering(fault('AccessDenied', 403)).bucket.join(whole)).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    await expect(bucketAnswering(fault('SlowDown', 503)).bucket.abort(file.key, 'U')).rejects.toMatchObject({
      name: 'ComeBack',
    });
    await expect(bucketAnswering({}).bucket.startMultipart(file.key)).rejects.toThrow('without an id');
  });

  it('is one of a checksum of the whole', async () => {
    const { bucket, inputs } = bucketAnswering({ UploadId: 'U' });
    expect(await bucket.startMultipart(file.key)).toBe('U');
    expect(inputs).toEqual([
      { Bucket: 'files', Key: file.key, ChecksumAlgorithm: 'CRC64NVME', ChecksumType: 'FULL_OBJECT' },
    ]);
  });
});

describe('an object', () => {
  it.each([
    [[{ Key: file.key }], true],
    [[{ Key: `${file.key}.gz` }], false],
    [undefined, false],
  ])('is there where it is listed: %j', async (Contents, there) => {
    expect(await bucketAnswering({ Contents }).bucket.has(file.key)).toBe(there);
  });
});
