type Generated = (...values: never[]) => unknown;

/** Texts of which the function is kept: producers write few headers, and could write any number. */
const KEPT = 100;

/** By their parameters and code, the longest unused first. */
const kept = new Map<string, Generated>();

/**
 * A function made of text, such as one for the columns of a header. One text has one function: what is made anew for each
 * of many small files would never be optimised.
 * @param code made of names that are quoted as JSON, and of nothing else that a producer wrote
 * @returns undefined where this process may not make code of text (`--disallow-code-generation-from-strings`)
 */
export function generated(parameters: readonly string[], code: string): Generated | undefined {
  const text = `${parameters.join()}:${code}`;
  const made = kept.get(text) ?? make(parameters, code);
  if (made === undefined) return undefined;
  kept.delete(text);
  kept.set(text, made);
  const [oldest] = kept.keys();
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
  return made;
}

function make(parameters: readonly string[], code: string): Generated | undefined {
  try {
    return new Function(...parameters, code) as Generated;
  } catch (error) {
    if (error instanceof EvalError) return undefined;
    throw error;
  }
}

/**
 * Whether readers of CSV may run code that is generated for a header. Where they may not they give the same rows, slower:
 * whoever runs readers says so.
 */
export const mayGenerateCode = (): boolean => make([], '') !== undefined;
