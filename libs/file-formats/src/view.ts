import type { Buffer } from 'node:buffer';

/**
 * What a format's machine looks at: the unread bytes, and the same bytes as a string of one character per byte.
 *
 * Everything that gives a file its structure is ASCII, and in UTF-8 no byte of another character is: so rows are found in
 * `text` with the string search of the engine, every index is a byte offset, and only values with other characters are
 * decoded from `bytes`.
 */
export interface View {
  readonly bytes: Buffer;
  readonly text: string;
  /** Byte of the object at which the view begins. */
  readonly base: number;
  /** No byte follows. */
  readonly final: boolean;
}
