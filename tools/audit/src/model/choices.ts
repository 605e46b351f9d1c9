/** What decides, at every point of a history where more than one thing may happen, which one does. */
export interface Choices {
  /** A whole number of [0, limit). */
  below(limit: number): number;
  /** Whether the rarer of two things happens: once in so many times, where the choices are drawn. */
  onceIn(times: number): boolean;
}

/** One of several; undefined where there is none. */
export const oneOf = <T>(choices: Choices, all: readonly T[]): T | undefined => all[choices.below(all.length)];
