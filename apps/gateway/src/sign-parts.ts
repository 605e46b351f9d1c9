import type { AnswerOf } from './codecs/answers';
import { checkAcceleration } from './create-upload';
import { Refusal } from './errors';
import { partLength } from './plan-upload';
import type { Ports } from './ports';
import { multipartTicket } from './ticket-of-upload';

export interface PartsRequest {
  readonly parts: readonly { readonly number: number; readonly crc64nvme: string }[];
  readonly accelerated?: boolean;
}

/**
 * Signs parts of an upload, each for exactly its length and its checksum: S3 refuses any other bytes.
 * @throws Refusal
 */
export async function signParts(
  id: string,
  { parts, accelerated = false }: PartsRequest,
  ports: Ports,
): Promise<AnswerOf<'SignedParts'>> {
  if (accelerated) checkAcceleration(ports);
  const { object, multipart, processingStatus } = await multipartTicket(id, ports);
  if (processingStatus === 'WITHDRAWN') {
    throw new Refusal('upload-conflict', `The upload ${id} was given up: ask for a new one with POST /uploads.`);
  }
  const sized = parts.map((part, index) => {
    const size = partLength(object.size, multipart.partBytes, part.number);
    if (size !== undefined) return { ...part, size };
    throw new Refusal('invalid-input', `The file of ${object.size} bytes has no part ${part.number}.`, [
      {
        path: `body.parts[${index}].number`,
        message: `Parts have ${multipart.partBytes} bytes, the last one the rest.`,
      },
    ]);
  });
  const now = ports.clock.now();
  const signed = await Promise.all(
    sized.map(async ({ number, size, crc64nvme }) => ({
      number,
      ...(await ports.bucket.signPart({
        key: object.key,
        multipartId: multipart.uploadId,
        number,
        size,
        crc64nvme,
        accelerated,
      })),
    })),
  );
  return {
    expiresAt: new Date(now + ports.environment.PART_URL_SECONDS * 1_000).toISOString(),
    parts: signed,
  };
}
