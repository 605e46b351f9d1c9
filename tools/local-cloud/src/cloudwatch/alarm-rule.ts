import jsep, { type Expression } from 'jsep';
import { UnknownExpression } from './expression';

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** Whether the rule of a composite alarm holds, by the states of the alarms that it names. */
export type AlarmRule = (stateOf: (alarm: string) => AlarmState | undefined) => boolean;

const PREDICATES: readonly string[] = ['ALARM', 'OK', 'INSUFFICIENT_DATA'] satisfies readonly AlarmState[];

/**
 * Reads `ALARM("a") AND NOT (OK(b) OR TRUE)`; an alarm is named by its name or its ARN.
 * Source: CloudWatch API Reference, "PutCompositeAlarm".
 * @throws UnknownExpression
 */
export function readAlarmRule(text: string): AlarmRule {
  const refuse = (why: string) => new UnknownExpression(`"${text}" ${why}`);
  // Words within quotes are names.
  const inTheirSymbols = text.replace(/"[^"]*"|\b(?:AND|OR|NOT)\b/g, (word) => SYMBOLS[word] ?? word);
  let parsed: Expression;
  try {
    parsed = jsep(inTheirSymbols);
  } catch (error) {
    throw refuse(`can't be read: ${(error as Error).message}`);
  }
  return compile(parsed, refuse);
}

const SYMBOLS: Readonly<Record<string, string>> = { AND: '&&', OR: '||', NOT: '!' };

function compile(node: Expression, refuse: (why: string) => Error): AlarmRule {
  const inner = (part: unknown) => compile(part as Expression, refuse);
  const { operator } = node as { operator?: unknown };
  if (node.type === 'UnaryExpression' && operator === '!') {
    const argument = inner(node['argument']);
    return (stateOf) => !argument(stateOf);
  }
  if (node.type === 'BinaryExpression' && (operator === '&&' || operator === '||')) {
    const [left, right] = [inner(node['left']), inner(node['right'])];
    return operator === '&&'
      ? (stateOf) => left(stateOf) && right(stateOf)
      : (stateOf) => left(stateOf) || right(stateOf);
  }
  if (node.type === 'Identifier' && (node['name'] === 'TRUE' || node['name'] === 'FALSE')) {
    const holds = node['name'] === 'TRUE';
    return () => holds;
  }
  if (node.type === 'CallExpression') {
    const predicate = String((node['callee'] as Expression)['name']);
    const [argument, ...more] = node['arguments'] as Expression[];
    const named = argument?.['value'] ?? argument?.['name'];
    if (PREDICATES.includes(predicate) && typeof named === 'string' && more.length === 0) {
      const alarm = named.slice(named.lastIndexOf(':alarm:') < 0 ? 0 : named.lastIndexOf(':alarm:') + ':alarm:'.length);
      return (stateOf) => stateOf(alarm) === predicate;
    }
  }
  throw refuse('is not of ALARM, OK and INSUFFICIENT_DATA of one alarm each, AND, OR, NOT, TRUE and FALSE');
}
