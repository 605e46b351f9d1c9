import { inflate } from '@pipeline/file-formats';

const LIMITS = { maxInflatedBytes: 1 << 20, maxInflationRatio: 200, ratioFloorBytes: 1 << 16 };

async function* chunked(bytes: Buffer, chunk: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
}

/** What the bytes inflate to, and why the file is refused, if it is. */
async function inflated(bytes: Buffer, chunk: number): Promise<string> {
  const { chunks, fault } = inflate(chunked(bytes, chunk), LIMITS);
  const parts: Uint8Array[] = [];
  for await (const part of chunks) parts.push(part);
  return `${Buffer.concat(parts).toString('hex')} ${JSON.stringify(fault())}`;
}

/** What is wrong with how a damaged gzip object is inflated: it crashes, grows without bound, or depends on the chunking. */
export async function gzipComplaint(bytes: Buffer, chunk: number): Promise<string | undefined> {
  try {
    const whole = await inflated(bytes, Math.max(1, bytes.length));
    if (whole.length > 2 * (LIMITS.maxInflatedBytes + (1 << 16)) + 1_000) return 'inflates beyond its limit';
    return (await inflated(bytes, chunk)) === whole ? undefined : `differs at chunks of ${chunk} bytes`;
  } catch (error) {
    return `crashed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
}
