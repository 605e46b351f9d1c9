/** Something that the person at the keyboard can mend; its message is all that they need. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
