import { withdrawnTicket } from '@pipeline/record-schema';
import type { Ports } from './ports';
import { multipartTicket } from './ticket-of-upload';

/**
 * Gives up an upload in parts: S3 deletes what it has of it, and bills nothing further. Its ticket says so, or the file would
 * be told to its producer as one that waits, should the region be lost.
 */
export async function abortUpload(id: string, ports: Ports): Promise<void> {
  const { bucket, table, clock, environment } = ports;
  const ticket = await multipartTicket(id, ports);
  await bucket.abort(ticket.object.key, ticket.multipart.uploadId);
  if (ticket.processingStatus === 'WITHDRAWN') return;
  await table.putTicket(withdrawnTicket(ticket, clock.now(), environment.STATUS_SHARDS));
}
