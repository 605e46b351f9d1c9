import { type IncomingMessage, request as send } from 'node:http';
import { createHash } from 'node:crypto';
import { hasher } from './checksum';
import { noSuchBucket, noSuchVersion } from './fault';
import type { BlobRef } from './object-version';
import type { S3Context, S3Request } from './operation';
import { AccessDenied } from '../http/service';
import { objectPath, parametersOf, sha256, signatureDate, signatureOf } from '../http/signature';
import { OPERATOR_KEY, SECRET_ACCESS_KEY } from '../lambda/function-variables';

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
  const { hostname, port, host } = new URL(place.endpoint);
  const query = versionId === null ? '' : `versionId=${encodeURIComponent(versionId)}`;
  const onward = send({
    hostname,
    port,
    path: query === '' ? path : `${path}?${query}`,
    headers: { host, ...signedFor({ host, path, query, region: place.region, accessKeyId: http.accessKeyId }) },
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

interface Source {
  readonly host: string;
  readonly path: string;
  readonly query: string;
  readonly region: string;
  /** Of who asked for the copy; a key that this cloud did not give out is asked for no secret. */
  readonly accessKeyId: string | undefined;
}

/** The headers of a GET that is signed as the caller would sign it: all keys of this cloud have one secret. */
function signedFor({ host, path, query, region, accessKeyId = OPERATOR_KEY }: Source): Record<string, string> {
  // The machine's own clock, as a client's is.
  const date = signatureDate(Date.now());
  const scope = `${date.slice(0, 8)}/${region}/s3/aws4_request`;
  const headers = { 'x-amz-content-sha256': sha256(''), 'x-amz-date': date };
  const signedHeaders = 'host;x-amz-content-sha256;x-amz-date';
  const signature = signatureOf(
    {
      method: 'GET',
      canonicalPath: objectPath(path),
      parameters: parametersOf(query),
      headers: { host, ...headers },
      signedHeaders,
      payload: headers['x-amz-content-sha256'],
      date,
      scope,
    },
    SECRET_ACCESS_KEY,
  );
  return {
    ...headers,
    authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`,
  };
}
