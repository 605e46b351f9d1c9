import { type IncomingMessage, request as send } from 'node:http';
import { createHash } from 'node:crypto';
import { hasher } from './checksum';
import { noSuchBucket, noSuchVersion } from './fault';
import type { BlobRef } from './object-version';
import type { S3Context, S3Request } from './operation';
import { AccessDenied } from '../http/service';

export interface Fetched {
  readonly blob: BlobRef;
  readonly size: number;
  readonly md5: string;
  readonly algorithm: 'CRC64NVME';
  readonly value: string;
}

/**
 * Fetches the source of a copy from the region that has its bucket, as S3 does: in the caller's name, whom that region
 * may refuse. A region that is gone breaks the copy.
 */
export async function fetchFromElsewhere(
  { blobs, elsewhere }: S3Context,
  { http, bucketName, key }: S3Request,
  versionId: string | null,
): Promise<Fetched> {
  const place = elsewhere(bucketName);
  if (!place) throw noSuchBucket(bucketName);
  const path = `/${bucketName}/${key.split('/').map(encodeURIComponent).join('/')}`;
  const { hostname, port } = new URL(place.endpoint);
  const onward = send({
    hostname,
    port,
    path: versionId === null ? path : `${path}?versionId=${encodeURIComponent(versionId)}`,
    headers: {
      // Signatures of headers are not verified here, their scope is read.
      authorization: `AWS4-HMAC-SHA256 Credential=${http.accessKeyId ?? 'local'}/20260101/${place.region}/s3/aws4_request, SignedHeaders=host, Signature=0`,
    },
  });
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    onward.on('response', resolve).on('error', reject).end();
  });
  if (answer.statusCode !== 200) {
    answer.resume();
    if (answer.statusCode === 404) throw noSuchVersion(key, versionId ?? '');
    throw new AccessDenied(
      `The source of the copy can't be read in ${place.region}: it answered ${answer.statusCode}.`,
    );
  }
  const draft = await blobs.draft();
  const md5 = createHash('md5');
  const running = hasher('CRC64NVME');
  let size = 0;
  try {
    for await (const chunk of answer) {
      const bytes = chunk as Buffer;
      size += bytes.length;
      md5.update(bytes);
      running.update(bytes);
      await draft.write(bytes);
    }
  } catch (error) {
    await draft.discard();
    throw error;
  }
  const value = running.digest().toString('base64');
  return { blob: await draft.finish(), size, md5: md5.digest('hex'), algorithm: 'CRC64NVME', value };
}
