import type { Readable } from 'node:stream';
import { GetObjectCommand, type GetObjectCommandOutput, type S3Client } from '@aws-sdk/client-s3';
import type { ObjectAddress } from '@pipeline/runtime-contract';
import { RefuseFile, RetryMessage, reasonOf } from '../errors';
import type { CallRetries, ObjectStore } from '../ports';
import { judgedAwsError, requestTimeout, sendOnce } from './clients';

/** Reads pinned object versions from S3. A transfer that breaks says so with a `TryAgain`. */
export function s3Objects(client: S3Client): ObjectStore {
  return {
    async open(address, fromByte, retries) {
      const answer = await sendOnce((options) => client.send(getCommand(address, fromByte), options), retries).catch(
        (error: unknown) => {
          throw explain(error, address);
        },
      );
      const body = answer.Body as Readable;
      return {
        ...(answer.VersionId ? { versionId: answer.VersionId } : {}),
        ...(answer.ETag ? { etag: answer.ETag } : {}),
        size: sizeOf(answer),
        lastModified: wholeSeconds(answer.LastModified ?? new Date(0)),
        chunks: chunksOf(body, retries),
        close: () => body.destroy(),
      };
    },
  };
}

/** The client's own timeout ends with the head of the answer: a body that says nothing more is given up here. */
async function* chunksOf(body: Readable, retries: CallRetries): AsyncGenerator<Uint8Array> {
  let silence: NodeJS.Timeout | undefined;
  const listen = () => {
    const milliseconds = requestTimeout(retries);
    silence = setTimeout(() => body.destroy(silent(milliseconds)), milliseconds);
  };
  try {
    listen();
    for await (const chunk of body) {
      clearTimeout(silence);
      yield chunk as Uint8Array;
      listen();
    }
  } catch (error) {
    throw judgedAwsError(error);
  } finally {
    clearTimeout(silence);
  }
}

const silent = (milliseconds: number): Error =>
  Object.assign(new Error(`The transfer brought nothing for ${milliseconds} ms.`), { name: 'TimeoutError' });

function getCommand({ bucket, key, versionId, etag }: ObjectAddress, fromByte: number): GetObjectCommand {
  return new GetObjectCommand({
    Bucket: bucket,
    Key: key,
    ...(versionId === undefined ? {} : { VersionId: versionId }),
    ...(versionId === undefined && etag !== undefined ? { IfMatch: etag } : {}),
    ...(fromByte === 0 ? {} : { Range: `bytes=${fromByte}-` }),
  });
}

/** `bytes 5-9/10` of a ranged answer, else the length of the whole. */
const sizeOf = (answer: GetObjectCommandOutput): number =>
  Number(answer.ContentRange?.split('/')[1] ?? answer.ContentLength ?? 0);

const wholeSeconds = (instant: Date): string => `${instant.toISOString().slice(0, 19)}.000Z`;

/**
 * 404 and 405 (a delete marker) and 412 (another object under the same key) are terminal. 403 is not: with
 * `s3:ListBucket` granted a missing object answers 404, so that 403 means a permission that somebody will mend.
 */
function explain(error: unknown, { bucket, key, versionId }: ObjectAddress): unknown {
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
  if (status !== undefined && [404, 405, 412].includes(status)) {
    const version = versionId === undefined ? '' : ` (version ${versionId})`;
    return new RefuseFile(
      'OBJECT_GONE',
      `s3://${bucket}/${key}${version} was deleted or overwritten before it was read. Upload the file again.`,
      { cause: error },
    );
  }
  if (status === 403) {
    return new RetryMessage(
      `S3 refuses to read s3://${bucket}/${key}: ${reasonOf(error)} Check the processor's role and the bucket's policy.`,
      { cause: error },
    );
  }
  return error;
}
