import type { AnswerOf } from './codecs/answers';
import { Refusal } from './errors';
import { partLength } from './plan-upload';
import type { PartsToJoin, Ports } from './ports';
import { fileOf, multipartTicket } from './ticket-of-upload';

export type CompleteRequest = Pick<PartsToJoin, 'crc64nvme' | 'parts'>;

/**
 * Joins the parts of an upload to the file, if the whole has the checksum that the client read from its disk. Asking
 * again after a lost answer is no fault; the version id is then known to S3 alone.
 * @throws Refusal
 */
export async function completeUpload(
  id: string,
  { crc64nvme, parts }: CompleteRequest,
  ports: Ports,
): Promise<AnswerOf<'CompletedUpload'>> {
  const ticket = await multipartTicket(id, ports);
  const { object, multipart, dataset } = ticket;
  checkWhole(parts, object.size, multipart.partBytes);
  const joined = await ports.bucket.join({
    key: object.key,
    multipartId: multipart.uploadId,
    size: object.size,
    crc64nvme,
    parts,
  });
  if (joined.kind === 'refused') {
    throw new Refusal('upload-conflict', `S3 does not join the parts: ${joined.reason} Send what differs again.`);
  }
  if (joined.kind === 'gone') {
    if (await ports.bucket.has(object.key)) return { id, key: object.key };
    throw new Refusal('upload-conflict', `The upload ${id} was aborted, or has expired: ask for a new one.`);
  }
  ports.metrics.uploadCompleted(dataset);
  const { versionId } = joined;
  return { id, key: object.key, ...(versionId === undefined ? {} : { versionId, fileId: fileOf(ticket, versionId) }) };
}

function checkWhole(parts: CompleteRequest['parts'], size: number, partBytes: number): void {
  const wrong = parts.findIndex(({ number }, index) => number !== index + 1);
  if (wrong >= 0) {
    throw new Refusal('invalid-input', 'Parts are named once each, in their order, from 1 on.', [
      { path: `body.parts[${wrong}].number`, message: `It is ${parts[wrong]?.number}: expected ${wrong + 1}.` },
    ]);
  }
  const count = Math.ceil(size / partBytes);
  if (parts.length !== count || partLength(size, partBytes, count) === undefined) {
    throw new Refusal('invalid-input', `The file of ${size} bytes has ${count} parts, not ${parts.length}.`, [
      { path: 'body.parts', message: 'Name every part, each as S3 answered it.' },
    ]);
  }
}
