import { NotEmulated, ServiceFault } from '../http/service';
import { invalidParameter, missingParameter } from './fault';

/** The members of an operation's input, unread. */
export type Input = Readonly<Record<string, unknown>>;

const wrongType = (name: string, expected: string) =>
  new ServiceFault('SerializationException', 400, `The parameter ${name} must be ${expected}.`);

export function asInput(value: unknown, name: string): Input {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Input;
  throw wrongType(name, 'an object');
}

/** @throws NotEmulated naming the first member that is not among those understood. */
export function refuseUnknownMembers(input: Input, members: readonly string[], operation: string): void {
  const unknown = Object.keys(input).find((name) => !members.includes(name));
  if (unknown !== undefined) throw new NotEmulated('SQS', `the parameter "${unknown}" (${operation})`);
}

export function optionalText(input: Input, name: string): string | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw wrongType(name, 'a string');
  return value;
}

export function requiredText(input: Input, name: string): string {
  const value = optionalText(input, name);
  if (value === undefined || value === '') throw missingParameter(name);
  return value;
}

/** A whole number within limits. */
export function optionalInteger(input: Input, name: string, min: number, max: number): number | undefined {
  const value = input[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value)) throw wrongType(name, 'a whole number');
  if (value < min || value > max)
    throw invalidParameter(value, name, `Must be between ${min} and ${max}, if provided.`);
  return value;
}

export function requiredInteger(input: Input, name: string, min: number, max: number): number {
  const value = optionalInteger(input, name, min, max);
  if (value === undefined) throw missingParameter(name);
  return value;
}

export function textList(input: Input, name: string): readonly string[] {
  const value = input[name] ?? [];
  if (!Array.isArray(value) || value.some((entry) => typeof entry !== 'string')) {
    throw wrongType(name, 'a list of strings');
  }
  return value as string[];
}

export function inputList(input: Input, name: string): readonly Input[] {
  const value = input[name] ?? [];
  if (!Array.isArray(value)) throw wrongType(name, 'a list');
  return value.map((entry) => asInput(entry, name));
}
