import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Crc64Nvme } from '@aws-sdk/checksums/crc';

/** SHA-256 of a file, in hexadecimal. */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

export interface PartChecksum {
  readonly number: number;
  readonly start: number;
  /** Of its last byte. */
  readonly end: number;
  /** Base64. */
  readonly crc64nvme: string;
}

export interface FileChecksums {
  /** Of the whole file, base64. */
  readonly whole: string;
  readonly parts: readonly PartChecksum[];
}

/** CRC-64/NVME of a file and of each of its parts, in one pass and in bounded memory. */
export async function checksumsOf(path: string, size: number, partBytes: number): Promise<FileChecksums> {
  const whole = new Crc64Nvme();
  const parts: PartChecksum[] = [];
  for (let start = 0; start < size; start += partBytes) {
    const end = Math.min(start + partBytes, size) - 1;
    const part = new Crc64Nvme();
    for await (const chunk of createReadStream(path, { start, end })) {
      whole.update(chunk as Buffer);
      part.update(chunk as Buffer);
    }
    parts.push({ number: parts.length + 1, start, end, crc64nvme: await base64Of(part) });
  }
  return { whole: await base64Of(whole), parts };
}

const base64Of = async (crc: Crc64Nvme): Promise<string> => Buffer.from(await crc.digest()).toString('base64');
