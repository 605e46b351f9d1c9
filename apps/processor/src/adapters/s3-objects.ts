import type { Readable } from 'node:stream';
import { GetObjectCommand, type GetObjectCommandOutput, type S3Client } from '@aws-sdk/client-s3';
import type { ObjectAddress } from '@pipeline/runtime-contract';
import { RefuseFile, RetryMessage, reasonOf } from '../errors';
import type { CallRetries, ObjectStore, OpenedObject } from '../ports';
import { type AwsCaller, judgeAwsError } from './clients';

/** Times that one transfer is taken up again where it broke; more is the queue's to wait for. */
const RESUMPTIONS = 5;

/** Reads pinned object versions from S3, taking a broken transfer up again at the byte where it broke. */
export function s3Objects(client: S3Client, call: AwsCaller): ObjectStore {
  const get = (address: ObjectAddress, fromByte: number, retries: CallRetries) =>
    call(() => client.send(getCommand(address, fromByte)), retries).catch((error: unknown) => {
      throw explain(error, address);
    });

  return {
    async open(address, fromByte, retries) {
      const first = await get(address, fromByte, retries);
      const pinned: ObjectAddress = {
        bucket: address.bucket,
        key: address.key,
        ...(first.VersionId ? { versionId: first.VersionId } : {}),
        ...(first.ETag ? { etag: first.ETag } : {}),
      };
      let body = first.Body as Readable;
      async function* chunks(): AsyncGenerator<Uint8Array> {
        let next = fromByte;
        for (let resumptions = 0; ; resumptions += 1) {
          try {
            for await (const chunk of body) {
              next += (chunk as Uint8Array).length;
              yield chunk as Uint8Array;
            }
            return;
          } catch (error) {
            if (resumptions === RESUMPTIONS || judgeAwsError(error) === 'never') {
              throw new RetryMessage(`The transfer of ${address.key} broke at byte ${next}: ${reasonOf(error)}`, {
                cause: error,
              });
            }
            retries.onRetry();
            body = (await get(pinned, next, retries)).Body as Readable;
          }
        }
      }
      return {
        ...(pinned.versionId === undefined ? {} : { versionId: pinned.versionId }),
        ...(pinned.etag === undefined ? {} : { etag: pinned.etag }),
        size: sizeOf(first),
        lastModified: wholeSeconds(first.LastModified ?? new Date(0)),
        chunks: chunks(),
        close: () => body.destroy(),
      } satisfies OpenedObject;
    },
  };
}

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
