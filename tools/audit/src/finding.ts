/** What happened to an object of a trail; `conflict`: two contents under one identity. */
export type FindingKind = 'altered' | 'removed' | 'inserted' | 'conflict';

export interface Finding {
  readonly kind: FindingKind;
  readonly trail: string;
  readonly key: string;
  readonly reason: string;
}

/** One found object is told in one line. */
export const findingLine = ({ kind, trail, key, reason }: Finding): string => `${kind} ${trail} ${key}: ${reason}`;
