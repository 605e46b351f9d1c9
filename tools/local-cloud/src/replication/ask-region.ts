/**
 * Asks another region of the local cloud.
 * @returns the body of its answer; undefined while it is away or the line is cut, which both end some time
 * @throws Error when it answers anything else
 */
export async function askRegion(url: string, signal: AbortSignal): Promise<string | undefined> {
  const answer = await fetch(url, { signal })
    .then(async (response) => ({ status: response.status, text: await response.text() }))
    .catch(() => undefined);
  if (!answer || answer.status === 503) return undefined;
  if (answer.status === 200) return answer.text;
  throw new Error(`it answered ${answer.status}: ${answer.text.trim()}`);
}
