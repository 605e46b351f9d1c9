import { expiry } from './expiry';
import { statusShard } from './status-shard';

/**
 * `WITHDRAWN` once its holder gave up: nobody waits for the file. The trail orders the two by their names, so that what comes
 * later has to sort behind (docs/decisions/0014).
 */
export type TicketStatus = 'ISSUED' | 'WITHDRAWN';

/**
 * What the gateway promised to take: written before its client has the signed URL. A ticket whose file has no receipt is
 * an upload that never came, or that the other region can't read; it replicates, so that the producer can be told.
 */
export interface Ticket {
  /** `upload#<upload id>` */
  readonly recordId: string;
  /** When it was issued, as the upload id says: ISO 8601 UTC milliseconds. */
  readonly timestamp: string;
  readonly processingStatus: TicketStatus;
  readonly statusShard: string;
  readonly dataset: string;
  readonly object: { readonly bucket: string; readonly key: string; readonly size: number; readonly sha256: string };
  /** S3's name of an upload in parts, and the length of all of them but the last, in bytes. */
  readonly multipart?: { readonly uploadId: string; readonly partBytes: number };
  readonly originRegion: string;
  /** Epoch milliseconds. */
  readonly processedAt: number;
  /** Epoch seconds. */
  readonly expiresAt: number;
}

export interface TicketKey {
  readonly recordId: string;
  readonly timestamp: string;
}

export interface NewTicket extends Pick<Ticket, 'dataset' | 'object' | 'multipart'> {
  readonly uploadId: string;
  /** Epoch milliseconds. */
  readonly issuedAt: number;
  readonly region: string;
  readonly shardCount: number;
}

export const ticketKey = (uploadId: string, issuedAt: number): TicketKey => ({
  recordId: `upload#${uploadId}`,
  timestamp: new Date(issuedAt).toISOString(),
});

export function newTicket({ uploadId, issuedAt, dataset, object, multipart, region, shardCount }: NewTicket): Ticket {
  const key = ticketKey(uploadId, issuedAt);
  return {
    ...key,
    processingStatus: 'ISSUED',
    statusShard: statusShard('ISSUED', key.recordId, shardCount),
    dataset,
    object,
    ...(multipart && { multipart }),
    originRegion: region,
    processedAt: issuedAt,
    expiresAt: expiry(key.timestamp),
  };
}

/** The ticket of an upload that its holder gave up at an instant in epoch milliseconds. */
export const withdrawnTicket = (ticket: Ticket, now: number, shardCount: number): Ticket => ({
  ...ticket,
  processingStatus: 'WITHDRAWN',
  statusShard: statusShard('WITHDRAWN', ticket.recordId, shardCount),
  processedAt: now,
});
