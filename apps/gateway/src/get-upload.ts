import type { AnswerOf } from './codecs/answers';
import type { Ports } from './ports';
import { fileOf, ticketOfUpload } from './ticket-of-upload';

/** The ticket of an upload, and, for the version id that S3 answered to it, the id of its file. */
export async function getUpload(id: string, versionId: string | undefined, ports: Ports): Promise<AnswerOf<'Upload'>> {
  const ticket = await ticketOfUpload(id, ports);
  const { dataset, object, multipart, originRegion, timestamp, processingStatus } = ticket;
  return {
    id,
    status: processingStatus,
    dataset,
    ...object,
    kind: multipart === undefined ? 'single' : 'multipart',
    region: originRegion,
    issuedAt: timestamp,
    ...(versionId === undefined ? {} : { versionId, fileId: fileOf(ticket, versionId) }),
  };
}
