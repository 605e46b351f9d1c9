/** How long S3, which takes the answers for CloudFormation, may think, in milliseconds. */
const TIMEOUT_MS = 2_000;

/**
 * Puts the body to the signed URL, which was signed without a content type.
 * @throws Error when it is not taken
 */
export async function putAnswer(url: string, body: string): Promise<void> {
  const response = await fetch(url, {
    method: 'PUT',
    headers: { 'content-type': '' },
    body: Buffer.from(body),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`CloudFormation's answer URL says ${response.status}.`);
}
