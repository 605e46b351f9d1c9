import { ServiceFault } from './service';

/**
 * The whole of a bounded request body.
 * @throws ServiceFault when it is longer than `limit` bytes; the rest is then left unread.
 */
export async function readBody(body: AsyncIterable<Uint8Array>, limit: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > limit) {
      throw new ServiceFault('MaxMessageLengthExceeded', 400, `Your request was too big: more than ${limit} bytes.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}
