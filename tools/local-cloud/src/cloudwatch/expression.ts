import jsep, { type Expression } from 'jsep';

/** The value of each named metric in one period; undefined where it has none. */
export type PeriodValues = (id: string) => number | undefined;

/** The value of an expression in one period; undefined where there is none. */
export type MetricExpression = (values: PeriodValues) => number | undefined;

/** Something is no expression that is evaluated here; the message says what in it. */
export class UnknownExpression extends Error {
  override readonly name = 'UnknownExpression';
}

const number = (value: boolean): number => (value ? 1 : 0);

const operators: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '^': (a, b) => a ** b,
  '>': (a, b) => number(a > b),
  '>=': (a, b) => number(a >= b),
  '<': (a, b) => number(a < b),
  '<=': (a, b) => number(a <= b),
  '==': (a, b) => number(a === b),
  '!=': (a, b) => number(a !== b),
};

/**
 * Reads a metric math expression over single values: arithmetic, comparisons, `FILL(m, number)` and `IF(condition, a, b)`.
 * What a missing value touches is missing, and so is what is no finite number, as a division by 0.
 * Source: CloudWatch User Guide, "Using math expressions with CloudWatch metrics".
 * @throws UnknownExpression
 */
export function readExpression(text: string): MetricExpression {
  let parsed: Expression;
  try {
    parsed = jsep(text);
  } catch (error) {
    throw new UnknownExpression(`"${text}" can't be read: ${(error as Error).message}`);
  }
  return compile(parsed, text);
}

function compile(node: Expression, text: string): MetricExpression {
  const refuse = (what: string) => new UnknownExpression(`"${text}" has ${what}, which is not emulated`);
  const inner = (part: unknown) => compile(part as Expression, text);
  switch (node.type) {
    case 'Literal': {
      const { value } = node;
      if (typeof value !== 'number') throw refuse(`the text ${String(node['raw'])}`);
      return () => value;
    }
    case 'Identifier': {
      const id = String(node['name']);
      return (values) => values(id);
    }
    case 'UnaryExpression': {
      if (node['operator'] !== '-') throw refuse(`the operator ${String(node['operator'])}`);
      const argument = inner(node['argument']);
      return (values) => {
        const value = argument(values);
        return value === undefined ? undefined : -value;
      };
    }
    case 'BinaryExpression': {
      const apply = operators[String(node['operator'])];
      if (!apply) throw refuse(`the operator ${String(node['operator'])}`);
      const [left, right] = [inner(node['left']), inner(node['right'])];
      return (values) => {
        const [a, b] = [left(values), right(values)];
        const value = a === undefined || b === undefined ? undefined : apply(a, b);
        return value !== undefined && Number.isFinite(value) ? value : undefined;
      };
    }
    case 'CallExpression':
      return call(String((node['callee'] as Expression)['name']), (node['arguments'] as unknown[]).map(inner), refuse);
    default:
      throw refuse(`a ${node.type}`);
  }
}

function call(
  name: string,
  [first, second, third, ...more]: readonly MetricExpression[],
  refuse: (what: string) => Error,
): MetricExpression {
  if (name === 'FILL' && first && second && !third) return (values) => first(values) ?? second(values);
  if (name === 'IF' && first && second && third && more.length === 0) {
    return (values) => {
      const condition = first(values);
      if (condition === undefined) return undefined;
      return condition === 0 ? third(values) : second(values);
    };
  }
  throw refuse(`the call of ${name}`);
}
