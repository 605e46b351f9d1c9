import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { checksumsOf, type PartChecksum, sha256Of } from './checksums';
import type { GatewayClient } from './gateway-client';
import { putBytes, type SignedPut } from './put-bytes';

export interface FileToUpload {
  readonly dataset: string;
  readonly path: string;
  readonly accelerated: boolean;
}

export interface Uploaded {
  readonly uploadId: string;
  readonly key: string;
  /** Under which the gateway accounts for it; absent where S3 told no version. */
  readonly fileId?: string;
}

export interface UploadProgress {
  /** Bytes that S3 has, of those of the file. */
  sent(bytes: number, of: number): void;
}

interface Promised {
  readonly id: string;
  readonly key: string;
}
type Answer =
  | (Promised & { readonly kind: 'single'; readonly put: SignedPut })
  | (Promised & { readonly kind: 'multipart'; readonly partBytes: number });

/** Parts on their way at once, and signed in one request: a broken line costs the parts on it. */
const PARTS_AT_ONCE = 4;

/** Sends one file by the gateway: in one request, or in parts, as the gateway says. */
export async function uploadFile(
  client: GatewayClient,
  { dataset, path, accelerated }: FileToUpload,
  progress: UploadProgress,
): Promise<Uploaded> {
  const { size } = await stat(path);
  const answer = await client.call<Answer>('POST', '/uploads', {
    dataset,
    fileName: basename(path),
    size,
    sha256: await sha256Of(path),
    ...(accelerated ? { accelerated } : {}),
  });
  const { id, key } = answer;
  if (answer.kind === 'multipart') {
    const completed = await sendParts(client, { id, path, size, accelerated, partBytes: answer.partBytes }, progress);
    return { uploadId: id, key, ...completed };
  }
  const { headers } = await putBytes(answer.put, () => createReadStream(path));
  progress.sent(size, size);
  const versionId = headers['x-amz-version-id'];
  if (typeof versionId !== 'string') return { uploadId: id, key };
  const { fileId } = await client.call<{ readonly fileId?: string }>(
    'GET',
    `/uploads/${id}?${new URLSearchParams({ versionId })}`,
  );
  return { uploadId: id, key, ...(fileId === undefined ? {} : { fileId }) };
}

interface PartsToSend {
  readonly id: string;
  readonly path: string;
  readonly size: number;
  readonly accelerated: boolean;
  readonly partBytes: number;
}

async function sendParts(
  client: GatewayClient,
  { id, path, size, accelerated, partBytes }: PartsToSend,
  progress: UploadProgress,
): Promise<{ readonly fileId?: string }> {
  const { whole, parts } = await checksumsOf(path, size, partBytes);
  const done: { readonly number: number; readonly etag: string; readonly crc64nvme: string }[] = [];
  let bytes = 0;
  const send = async (part: PartChecksum, put: SignedPut) => {
    const { headers } = await putBytes(put, () => createReadStream(path, { start: part.start, end: part.end }));
    done.push({ number: part.number, etag: headers.etag ?? '', crc64nvme: part.crc64nvme });
    progress.sent((bytes += part.end - part.start + 1), size);
  };
  try {
    for (let at = 0; at < parts.length; at += PARTS_AT_ONCE) {
      const group = parts.slice(at, at + PARTS_AT_ONCE);
      const signed = await client.call<{ readonly parts: readonly (SignedPut & { readonly number: number })[] }>(
        'POST',
        `/uploads/${id}/parts`,
        {
          parts: group.map(({ number, crc64nvme }) => ({ number, crc64nvme })),
          ...(accelerated ? { accelerated } : {}),
        },
      );
      const puts = new Map(signed.parts.map((put) => [put.number, put]));
      const ended = await Promise.allSettled(
        group.map(async (part) => {
          const put = puts.get(part.number);
          if (put === undefined) throw new Error(`The gateway did not sign part ${part.number} of ${id}.`);
          await send(part, put);
        }),
      );
      // All have ended by then: a part that is on its way while its upload is given up may stay.
      for (const each of ended) if (each.status === 'rejected') throw each.reason;
    }
    return await client.call('POST', `/uploads/${id}/complete`, {
      crc64nvme: whole,
      parts: done.sort((a, b) => a.number - b.number),
    });
  } catch (error) {
    // Parts of an upload that nobody completes are billed for a week; the first error is the one to tell.
    await client.call('DELETE', `/uploads/${id}`).catch(() => undefined);
    throw error;
  }
}
