import { UsageError } from './usage-error';

/** The usual forms of a whole number: `1000`, `1_000` and `1e3`. */
const NUMBER = /^-?\d+(?:_\d+)*(?:e\d{1,2})?$/i;

/**
 * @param option its name without dashes
 * @param most the largest that makes sense; by default as large as a double counts
 * @throws UsageError
 */
export function wholeNumber(option: string, typed: string, least = 1, most = Number.MAX_SAFE_INTEGER): number {
  const value = NUMBER.test(typed) ? Number(typed.replaceAll('_', '')) : NaN;
  if (Number.isSafeInteger(value) && value >= least && value <= most) return value;
  const range = most === Number.MAX_SAFE_INTEGER ? `from ${least} on` : `from ${least} to ${most}`;
  throw new UsageError(`--${option} takes a whole number ${range}, not "${typed}".`);
}

/** @throws UsageError */
export function probability(option: string, typed: string): number {
  const value = typed.trim() === '' ? NaN : Number(typed);
  if (value >= 0 && value <= 1) return value;
  throw new UsageError(`--${option} takes a probability from 0 to 1, not "${typed}".`);
}

/** @throws UsageError naming every choice */
export function oneOf<Choice extends string>(option: string, typed: string, choices: readonly Choice[]): Choice {
  const chosen = choices.find((choice) => choice === typed);
  if (chosen !== undefined) return chosen;
  throw new UsageError(`--${option} takes ${choices.join(', ')}, not "${typed}".`);
}
