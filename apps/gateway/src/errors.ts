/** One class per decision. What is neither is a bug: the caller is told that it is ours, and the log has its stack. */

/** The codes of refusals: their status, and their title, which never changes. */
export const refusals = {
  'invalid-input': [400, 'The request does not fit its description'],
  'invalid-cursor': [400, 'The cursor is not one of this listing'],
  'not-found': [404, 'There is no such thing'],
  'acceleration-unavailable': [409, 'Uploads can not be accelerated here'],
  'upload-conflict': [409, 'The upload is not in a state for this'],
  'file-too-large': [413, 'The file is larger than S3 takes'],
} as const satisfies Readonly<Record<string, readonly [status: number, title: string]>>;
export type RefusalCode = keyof typeof refusals;
/** What is wrong without the caller's doing: for now, or with us. */
export type FailureCode = 'come-back' | 'fault';

/** What the `type` of a problem says. */
export const problemType = <C extends RefusalCode | FailureCode>(code: C) =>
  `urn:serverless-pipeline:problem:${code}` as const;
export const problemTypes = [...(Object.keys(refusals) as RefusalCode[]), 'come-back' as const, 'fault' as const].map(
  problemType,
);

/** A value that does not fit, and where it is. */
export interface InputFault {
  /** `body.parts[3].etag` */
  readonly path: string;
  readonly message: string;
}

/** The caller has to change the request: it is told what is wrong, where, and what to do. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(
    readonly code: RefusalCode,
    message: string,
    readonly faults: readonly InputFault[] = [],
  ) {
    super(message);
  }
}

/** The world is wrong for now (throttling, 5xx, a time-out): the caller may send the same request again. */
export class ComeBack extends Error {
  override readonly name = 'ComeBack';
}

/** The bucket's endpoint can't be accelerated. */
export class NoAcceleration extends Error {
  override readonly name = 'NoAcceleration';
}
