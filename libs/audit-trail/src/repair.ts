import type { StreamRecord } from './change';
import type { Image } from './image';

/** A whole item to put back, and the revision that must stand above the one that is there. */
export interface Repair {
  readonly item: Image;
  readonly revision: string;
}

/**
 * What a change must be answered with. Between regions the later write wins, also one of a lower revision: then the
 * item that it overwrote is put back, whole and with its own revision. Only revisions are compared, never contents: the
 * same content under a lower revision would let a third one win over it. Removals and items without a textual revision
 * (receipts have one writer, rejected rows one content) are never repaired. `undefined` where nothing is to be done.
 *
 * It ends: a repair answers one write of a lower revision, and writes no revision that was not there before.
 */
export function repairOf({ dynamodb }: StreamRecord, region: string, now: number): Repair | undefined {
  const [before, after] = [dynamodb?.OldImage as Image | undefined, dynamodb?.NewImage as Image | undefined];
  const [held, came] = [textualRevision(before), textualRevision(after)];
  if (before === undefined || held === undefined || came === undefined || came >= held) return undefined;
  return {
    item: { ...before, originRegion: { S: region }, processedAt: { N: String(now) } },
    revision: held,
  };
}

function textualRevision(image: Image | undefined): string | undefined {
  const revision = image?.['revision'];
  return revision && 'S' in revision ? revision.S : undefined;
}
