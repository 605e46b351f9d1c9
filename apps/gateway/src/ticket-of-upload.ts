import { unmarshall } from '@aws-sdk/util-dynamodb';
import { fileId, type Ticket, ticketKey } from '@pipeline/record-schema';
import { bucketRole } from '@pipeline/runtime-contract';
import { Refusal } from './errors';
import type { Ports } from './ports';
import { issuedAt } from './upload-id';

/** @throws Refusal where no such upload was issued, or its ticket has expired */
export async function ticketOfUpload(id: string, { table }: Pick<Ports, 'table'>): Promise<Ticket> {
  const item = await table.get(ticketKey(id, issuedAt(id)));
  if (item) return unmarshall(item) as unknown as Ticket;
  throw new Refusal('not-found', `No upload ${id} was issued in this region: ask for one with POST /uploads.`);
}

/**
 * A ticket of an upload in parts that began here: S3 keeps the parts in the region of the bucket.
 * @throws Refusal
 */
export async function multipartTicket(
  id: string,
  ports: Pick<Ports, 'table' | 'environment'>,
): Promise<Ticket & Required<Pick<Ticket, 'multipart'>>> {
  const ticket = await ticketOfUpload(id, ports);
  const { multipart, originRegion } = ticket;
  if (multipart === undefined) {
    throw new Refusal('upload-conflict', `The upload ${id} goes up in one request: send it as it was signed.`);
  }
  if (originRegion !== ports.environment.TABLE_REGION) {
    throw new Refusal(
      'upload-conflict',
      `The upload ${id} began in ${originRegion}: go on there, or ask for a new one.`,
    );
  }
  return { ...ticket, multipart };
}

/** The id under which the uploaded file is accounted for. */
export const fileOf = ({ originRegion, object }: Ticket, versionId: string): string =>
  fileId({ role: bucketRole(originRegion), key: object.key, versionId });
