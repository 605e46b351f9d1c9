import { generated } from './generated-code';

/** Builds a row's value from its fields, in the header's order. */
export interface RecordShape {
  /** An object without prototype, column → field, so that `__proto__` is a column like any other. */
  readonly build: (fields: readonly string[]) => unknown;
  /** Built by generated code; otherwise by a loop, several times slower, with equal results. */
  readonly compiled: boolean;
}

/** Beyond, the engine keeps an object as a dictionary anyhow, and generated code gains nothing. */
export const maxCompiledColumns = 128;

function looped(header: readonly string[]): RecordShape['build'] {
  return (fields) => {
    const record = Object.create(null) as Record<string, unknown>;
    header.forEach((column, index) => (record[column] = fields[index]));
    return record;
  };
}

/**
 * The code of a record: an object literal gets its final layout in one step, where adding column by column costs a
 * transition each. A computed name keeps `__proto__` a column; where it isn't needed it doubles the price.
 * @param valueOf the code of a column's value, by the column's index
 */
export function recordLiteral(header: readonly string[], valueOf: (index: number) => string): string {
  // The names are data of a producer: as JSON string literals they can end neither the literal nor the line.
  const members = header.map((column, index) => {
    const name = JSON.stringify(column);
    return `${column === '__proto__' ? `[${name}]` : name}: ${valueOf(index)}`;
  });
  return `Object.setPrototypeOf({ ${members.join(', ')} }, null)`;
}

/** The record shape of a header. */
export function recordShape(header: readonly string[]): RecordShape {
  if (header.length > maxCompiledColumns) return { build: looped(header), compiled: false };
  const build = generated(['fields'], `return ${recordLiteral(header, (index) => `fields[${index}]`)};`);
  if (!build) return { build: looped(header), compiled: false };
  return { build: build as RecordShape['build'], compiled: true };
}
