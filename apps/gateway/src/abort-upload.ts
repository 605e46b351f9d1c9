import type { Ports } from './ports';
import { multipartTicket } from './ticket-of-upload';

/** Gives up an upload in parts: S3 deletes what it has of it, and bills nothing further. */
export async function abortUpload(id: string, ports: Ports): Promise<void> {
  const { object, multipart } = await multipartTicket(id, ports);
  await ports.bucket.abort(object.key, multipart.uploadId);
}
