/** Builds a row's value from its fields, in the header's order. */
export interface RecordShape {
  /** An object without prototype, column → field, so that `__proto__` is a column like any other. */
  readonly build: (fields: readonly string[]) => unknown;
  /** Built by generated code; otherwise by a loop, several times slower, with equal results. */
  readonly compiled: boolean;
}

/** Beyond, the engine keeps an object as a dictionary anyhow, and generated code gains nothing. */
const maxCompiledColumns = 128;

function looped(header: readonly string[]): RecordShape['build'] {
  return (fields) => {
    const record = Object.create(null) as Record<string, unknown>;
    header.forEach((column, index) => (record[column] = fields[index]));
    return record;
  };
}

/**
 * The record shape of a header. An object literal gets its final layout in one step, where adding column by column costs
 * a transition each; computed names keep `__proto__` a column.
 */
export function recordShape(header: readonly string[]): RecordShape {
  if (header.length > maxCompiledColumns) return { build: looped(header), compiled: false };
  const members = header.map((column, index) => `[${JSON.stringify(column)}]: fields[${index}]`);
  try {
    // The names are data of a producer: as JSON string literals they can end neither the literal nor the line.
    const build = new Function('fields', `return Object.setPrototypeOf({ ${members.join(', ')} }, null);`);
    return { build: build as RecordShape['build'], compiled: true };
  } catch {
    // Code generation is forbidden here (EvalError): `compiled` says so.
    return { build: looped(header), compiled: false };
  }
}
