import { datasets, newTicket } from '@pipeline/record-schema';
import { uploadKey } from '@pipeline/runtime-contract';
import type { AnswerOf } from './codecs/answers';
import type { UploadRequest } from './codecs/requests';
import { Refusal } from './errors';
import { MAX_OBJECT_BYTES, planUpload } from './plan-upload';
import type { Ports } from './ports';
import { RANDOM_BYTES, newUploadId } from './upload-id';

/**
 * Promises to take a file: a ticket is written, then the client gets what it may send. The key is new with each request,
 * so that `If-None-Match: *` refuses only who sends one file twice.
 * @throws Refusal
 */
export async function createUpload(request: UploadRequest, ports: Ports): Promise<AnswerOf<'SignedUpload'>> {
  const { dataset, fileName, size, sha256, accelerated = false } = request;
  checkName(dataset, fileName);
  if (size > MAX_OBJECT_BYTES) {
    throw new Refusal('file-too-large', `The file has ${size} bytes; S3 takes ${MAX_OBJECT_BYTES}. Cut it in two.`);
  }
  if (accelerated) checkAcceleration(ports);

  const { bucket, table, environment, metrics } = ports;
  const now = ports.clock.now();
  const id = newUploadId(now, ports.random(RANDOM_BYTES));
  const key = uploadKey({ dataset, uploadId: id, fileName });
  const parts = planUpload(size);
  const multipart = parts && { uploadId: await bucket.startMultipart(key), partBytes: parts.partBytes };
  const put =
    parts === undefined
      ? await bucket.signPut({ key, size, sha256: Buffer.from(sha256, 'hex').toString('base64'), accelerated })
      : undefined;
  await table.putTicket(
    newTicket({
      uploadId: id,
      issuedAt: now,
      dataset,
      object: { bucket: environment.INGESTION_BUCKET, key, size, sha256 },
      ...(multipart && { multipart }),
      region: environment.TABLE_REGION,
      shardCount: environment.STATUS_SHARDS,
    }),
  );
  metrics.uploadIssued(dataset);

  const promised = { id, dataset, bucket: environment.INGESTION_BUCKET, key, accelerated };
  if (parts === undefined && put !== undefined) {
    const expiresAt = new Date(now + environment.UPLOAD_URL_SECONDS * 1_000).toISOString();
    return { ...promised, expiresAt, kind: 'single', put };
  }
  const expiresAt = new Date(now + environment.MULTIPART_DAYS * 86_400_000).toISOString();
  return {
    ...promised,
    expiresAt,
    kind: 'multipart',
    partBytes: parts?.partBytes ?? 0,
    partCount: parts?.partCount ?? 0,
  };
}

/** A file with another ending is one that no rule of the bucket's notification matches: it would lie there unread. */
function checkName(name: string, fileName: string): void {
  const suffixes = datasets.get(name)?.suffixes ?? [];
  if (suffixes.some((suffix) => fileName.endsWith(suffix))) return;
  throw new Refusal('invalid-input', `A file of "${name}" ends in ${suffixes.join(', ')}, in lower case.`, [
    { path: 'body.fileName', message: `It is ${JSON.stringify(fileName)}: rename the file, or name its dataset.` },
  ]);
}

/** @throws Refusal where the bucket takes no accelerated uploads */
export function checkAcceleration({ environment }: Pick<Ports, 'environment'>): void {
  if (environment.TRANSFER_ACCELERATION === 'on') return;
  throw new Refusal(
    'acceleration-unavailable',
    'The bucket has no accelerated endpoint: ask again without `accelerated`.',
  );
}
