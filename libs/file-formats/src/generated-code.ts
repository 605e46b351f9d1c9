/**
 * A function made of text, such as one for the columns of a header.
 * @param code made of names that are quoted as JSON, and of nothing else that a producer wrote
 * @returns undefined where this process may not make code of text (`--disallow-code-generation-from-strings`)
 */
export function generated(parameters: readonly string[], code: string): ((...values: never[]) => unknown) | undefined {
  try {
    return new Function(...parameters, code) as (...values: never[]) => unknown;
  } catch (error) {
    if (error instanceof EvalError) return undefined;
    throw error;
  }
}

/**
 * Whether readers of CSV may run code that is generated for a header. Where they may not they give the same rows, slower:
 * whoever runs readers says so.
 */
export const mayGenerateCode = (): boolean => generated([], '') !== undefined;
