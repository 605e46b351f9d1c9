import type { Json, JsonObject } from './load-assembly';
import type { Resolution } from './resolution';

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null));

/**
 * Evaluates a condition of a template: `Fn::Equals`, `Fn::And`, `Fn::Or`, `Fn::Not`, `Condition`.
 * CloudFormation compares parameter values as text, so `1` equals `"1"`.
 * @throws CannotRun for any other expression
 */
export function evaluateCondition(expression: Json, resolution: Resolution): boolean {
  const { condition, resolve, refuse } = resolution;
  const [operator, argument] = Object.entries(expression as JsonObject)[0] ?? [];
  const operands = Array.isArray(argument) ? (argument as readonly Json[]) : [];
  const truth = (operand: Json) => evaluateCondition(operand, resolution);
  switch (operator) {
    case 'Condition':
      return condition(String(argument));
    case 'Fn::Equals':
      if (operands.length !== 2) return refuse('Fn::Equals compares two values.');
      return text(resolve(operands[0] as Json)) === text(resolve(operands[1] as Json));
    case 'Fn::Not':
      if (operands.length !== 1) return refuse('Fn::Not takes a list of one condition.');
      return !truth(operands[0] as Json);
    case 'Fn::And':
      return operands.every(truth);
    case 'Fn::Or':
      return operands.some(truth);
    default:
      return refuse(`${operator ?? 'an empty object'} is not a condition that the local cloud knows.`);
  }
}
