import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { GatewayEnvironment } from '@pipeline/runtime-contract';
import { NoAcceleration } from '../errors';
import type { Bucket, Joined } from '../ports';
import { called } from './clients';

/** Headers whose values are signed as headers: in the query S3 would not hold the body against them. */
const HELD_AGAINST = new Set(['x-amz-checksum-sha256', 'x-amz-checksum-crc64nvme']);

const signedFor = (expiresIn: number) => ({ expiresIn, unhoistableHeaders: HELD_AGAINST });

const NO_UPLOAD = new Set(['NoSuchUpload']);
/** What S3 says of parts or of a whole that are not what was announced (S3 API Reference, "CompleteMultipartUpload"). */
const DIFFERS = new Set([
  'InvalidPart',
  'InvalidPartOrder',
  'EntityTooSmall',
  'BadDigest',
  'InvalidRequest',
  'PreconditionFailed',
]);

type Clients = { readonly s3: S3Client; readonly accelerated: S3Client };
type Settings = Pick<GatewayEnvironment, 'INGESTION_BUCKET' | 'UPLOAD_URL_SECONDS' | 'PART_URL_SECONDS'>;

export function s3Bucket({ s3, accelerated }: Clients, settings: Settings): Bucket {
  const { INGESTION_BUCKET: bucket, UPLOAD_URL_SECONDS, PART_URL_SECONDS } = settings;

  const sign = async (signWith: (client: S3Client) => Promise<string>, fast: boolean) => {
    try {
      return await signWith(fast ? accelerated : s3);
    } catch (error) {
      // The SDK accelerates no endpoint but S3's own.
      if (fast && error instanceof Error && /accelerat/i.test(error.message)) {
        throw new NoAcceleration('The endpoint of the bucket can not be accelerated.', { cause: error });
      }
      throw error;
    }
  };

  return {
    async signPut({ key, size, sha256, accelerated: fast }) {
      const command = new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        ContentLength: size,
        IfNoneMatch: '*',
        ChecksumSHA256: sha256,
      });
      return {
        method: 'PUT',
        url: await sign((client) => getSignedUrl(client, command, signedFor(UPLOAD_URL_SECONDS)), fast),
        headers: { 'content-length': String(size), 'if-none-match': '*', 'x-amz-checksum-sha256': sha256 },
      };
    },

    async signPart({ key, multipartId, number, size, crc64nvme, accelerated: fast }) {
      const command = new UploadPartCommand({
        Bucket: bucket,
        Key: key,
        UploadId: multipartId,
        PartNumber: number,
        ContentLength: size,
        ChecksumCRC64NVME: crc64nvme,
      });
      return {
        method: 'PUT',
        url: await sign((client) => getSignedUrl(client, command, signedFor(PART_URL_SECONDS)), fast),
        headers: { 'content-length': String(size), 'x-amz-checksum-crc64nvme': crc64nvme },
      };
    },

    async startMultipart(key) {
      const command = new CreateMultipartUploadCommand({
        Bucket: bucket,
        Key: key,
        ChecksumAlgorithm: 'CRC64NVME',
        // A checksum of the whole, which S3 makes of those of the parts.
        ChecksumType: 'FULL_OBJECT',
      });
      const { UploadId } = await called(s3.send(command));
      if (UploadId === undefined) throw new Error(`S3 began an upload of ${key} without an id.`);
      return UploadId;
    },

    async join({ key, multipartId, size, crc64nvme, parts }): Promise<Joined> {
      const command = new CompleteMultipartUploadCommand({
        Bucket: bucket,
        Key: key,
        UploadId: multipartId,
        IfNoneMatch: '*',
        MpuObjectSize: size,
        ChecksumCRC64NVME: crc64nvme,
        ChecksumType: 'FULL_OBJECT',
        MultipartUpload: {
          Parts: parts.map(({ number, etag, crc64nvme: checksum }) => ({
            PartNumber: number,
            ETag: etag,
            ChecksumCRC64NVME: checksum,
          })),
        },
      });
      try {
        const { VersionId } = await called(s3.send(command));
        return { kind: 'joined', ...(VersionId === undefined ? {} : { versionId: VersionId }) };
      } catch (error) {
        if (!(error instanceof S3ServiceException)) throw error;
        if (NO_UPLOAD.has(error.name)) return { kind: 'gone' };
        if (DIFFERS.has(error.name)) return { kind: 'refused', reason: `${error.name}: ${error.message}` };
        throw error;
      }
    },

    async abort(key, multipartId) {
      try {
        const command = new AbortMultipartUploadCommand({ Bucket: bucket, Key: key, UploadId: multipartId });
        await called(s3.send(command));
      } catch (error) {
        if (!(error instanceof S3ServiceException && NO_UPLOAD.has(error.name))) throw error;
      }
    },

    // By a listing: to look at an object itself takes the right to read it.
    async has(key) {
      const { Contents = [] } = await called(
        s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: key, MaxKeys: 1 })),
      );
      return Contents[0]?.Key === key;
    },
  };
}
