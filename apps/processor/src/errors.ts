/** One class per decision that a failure asks for. What is neither is a bug: it is retried, and logged with its stack. */

/** The world is wrong for now (throttling, 5xx, a time-out, no permission yet): the message comes back later. */
export class RetryMessage extends Error {
  override readonly name = 'RetryMessage';
}

/** One call failed for now: throttled, or the service is unavailable. The call layer tries it again; nobody else does. */
export class TryAgain extends Error {
  override readonly name = 'TryAgain';
  constructor(
    readonly kind: 'throttled' | 'unavailable',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Codes of a file that no retry will mend. */
export const refusalCodes = {
  UNKNOWN_DATASET: 'The key is under no dataset of the registry, or its suffix is not one of the dataset.',
  OBJECT_GONE: 'The object version was deleted or overwritten before it was read.',
  UNREADABLE: 'The file cannot be read beyond a point; the rows before it stand.',
  TOO_MANY_REJECTS: 'More rows were rejected than the configuration allows; the rest of the file was not read.',
  TOO_MANY_SLICES: 'The file took more invocations than its receipt has room for; the rest of it was not read.',
  NO_SUCH_ROW: 'A rejected row that should be replayed is not in the table, or has expired.',
  RETRIES_EXHAUSTED: 'Every receive of the message failed.',
} as const;
export type RefusalCode = keyof typeof refusalCodes;

/** The table does not take this one item, whatever is tried: its row is rejected, the file goes on. */
export class RefuseRow extends Error {
  override readonly name = 'RefuseRow';
}

/** The file is wrong: its receipt becomes FAILED and its message goes to the dead-letter queue. */
export class RefuseFile extends Error {
  override readonly name = 'RefuseFile';
  constructor(
    readonly code: RefusalCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** What a port throws is known by its name, so that whoever plays a port needs no class of this app. */
const named =
  <T extends Error>(name: T['name']) =>
  (error: unknown): error is T =>
    error instanceof Error && error.name === name;
export const isTryAgain = named<TryAgain>('TryAgain');
export const isRefuseRow = named<RefuseRow>('RefuseRow');
export const isRefuseFile = named<RefuseFile>('RefuseFile');

/** The sentence of anything that was thrown. */
export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
