import {
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { TrailStore } from '../ports';

/** Tries of a create that another of the same key got in the way of. */
const TRIES = 3;

/** The trail in its write-once bucket. Retries of single calls are the client's. */
export function s3Trail(client: S3Client, bucket: string): TrailStore {
  return {
    async create({ key, body, sha256 }) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          await client.send(
            new PutObjectCommand({
              Bucket: bucket,
              Key: key,
              Body: body,
              IfNoneMatch: '*',
              // Object Lock asks for a checksum, and S3 refuses bytes that are not those that were hashed.
              ChecksumSHA256: Buffer.from(sha256, 'hex').toString('base64'),
              ContentType: key.endsWith('.gz') ? 'application/gzip' : 'application/json',
            }),
          );
          return 'created';
        } catch (error) {
          const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
          if (status === 412) return 'there';
          // 409: somebody else creates the same key at this moment; then it is there, or it is ours.
          if (status !== 409 || attempt === TRIES) throw error;
        }
      }
    },

    async *list(prefix, after) {
      let token: string | undefined;
      do {
        const page = await client.send(
          new ListObjectsV2Command({
            Bucket: bucket,
            Prefix: prefix,
            ...(token === undefined
              ? after === undefined
                ? {}
                : { StartAfter: after }
              : { ContinuationToken: token }),
          }),
        );
        for (const { Key, Size } of page.Contents ?? []) if (Key !== undefined) yield { key: Key, bytes: Size ?? 0 };
        token = page.NextContinuationToken;
      } while (token !== undefined);
    },

    async read(key) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      if (Body === undefined) throw new Error(`S3 answered without the bytes of ${key}.`);
      return Body.transformToByteArray();
    },
  };
}
