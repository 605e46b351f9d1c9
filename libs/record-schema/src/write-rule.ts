/** The members of a standing item that the rule judges by. */
export interface Standing {
  readonly revision?: string;
  readonly contentHash?: string;
  readonly echo?: boolean;
}

/** What became of a row, or what to try next. */
export type Judgement =
  | { readonly outcome: 'stored' | 'duplicate' | 'superseded' }
  /** Put the item, if there is none or one of a lower revision and other content. */
  | { readonly next: 'put' }
  /** Give the standing item of the same content this revision, and mark it as an echo. */
  | { readonly next: 'renew' };

/**
 * The write rule: the highest revision always wins. Called with the item that failed a write's condition (`undefined`
 * where there was none). Depends on the two items only, not on the clock, the region or the attempt: a redelivery comes
 * to the same end.
 */
export function judge(
  standing: Standing | undefined,
  mine: { readonly revision: string; readonly contentHash: string },
): Judgement {
  if (standing?.revision === undefined) return { next: 'put' };
  const same = standing.contentHash === mine.contentHash;
  // Our own earlier write: its acknowledgement was lost, or the message came again.
  if (standing.revision === mine.revision) return { outcome: standing.echo ? 'duplicate' : 'stored' };
  if (standing.revision < mine.revision) return { next: same ? 'renew' : 'put' };
  return { outcome: same ? 'duplicate' : 'superseded' };
}
