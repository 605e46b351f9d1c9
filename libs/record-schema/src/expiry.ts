/** Longer than any message waits among the dead letters (14 days), and than a year-end that somebody comes back to. */
const KEPT_DAYS = 400;

/** When receipts and rejected rows expire: epoch seconds, from the object's lastModified, never from the clock. */
export const expiry = (lastModified: string): number =>
  Math.floor(Date.parse(lastModified) / 1_000) + KEPT_DAYS * 86_400;
