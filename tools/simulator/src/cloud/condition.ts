import { validation } from './aws-error';
import { type Attributes, type AttributeValue, compare, equal, numeric } from './value';

/** Names and values that an expression refers to. */
export interface Bindings {
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, AttributeValue>>;
}

type Test = (item: Attributes | undefined, bindings: Bindings) => boolean;
type Operand = (item: Attributes | undefined, bindings: Bindings) => AttributeValue;

const TOKEN = /\s*(<=|>=|<>|[=<>(),]|[#:]?[A-Za-z_][A-Za-z0-9_]*(?:\.[#A-Za-z0-9_]+)*)/y;

const compiled = new Map<string, Test>();

/** Whether a condition holds of an item (`undefined`: there is none). Each expression is parsed once. */
export function holds(expression: string, item: Attributes | undefined, bindings: Bindings): boolean {
  let test = compiled.get(expression);
  if (test === undefined) {
    test = new ConditionParser(expression).parse();
    compiled.set(expression, test);
  }
  return test(item, bindings);
}

/** The part of DynamoDB's condition language that members of maps, comparisons, IN and functions make. */
class ConditionParser {
  readonly #tokens: string[] = [];
  #at = 0;

  constructor(private readonly expression: string) {
    TOKEN.lastIndex = 0;
    const text = expression.trimEnd();
    while (TOKEN.lastIndex < text.length) {
      const match = TOKEN.exec(text);
      if (match?.[1] === undefined) throw validation(`Invalid ConditionExpression: Syntax error: ${expression}`);
      this.#tokens.push(match[1]);
    }
  }

  parse(): Test {
    const test = this.#or();
    if (this.#at < this.#tokens.length) throw this.#unexpected();
    return test;
  }

  #or(): Test {
    let left = this.#and();
    while (this.#take('OR')) {
      const [one, other] = [left, this.#and()];
      left = (item, bindings) => one(item, bindings) || other(item, bindings);
    }
    return left;
  }

  #and(): Test {
    let left = this.#not();
    while (this.#take('AND')) {
      const [one, other] = [left, this.#not()];
      left = (item, bindings) => one(item, bindings) && other(item, bindings);
    }
    return left;
  }

  #not(): Test {
    if (!this.#take('NOT')) return this.#primary();
    const test = this.#not();
    return (item, bindings) => !test(item, bindings);
  }

  #primary(): Test {
    if (this.#take('(')) {
      const test = this.#or();
      this.#expect(')');
      return test;
    }
    const name = this.#tokens[this.#at];
    if (this.#tokens[this.#at + 1] === '(' && name !== undefined) return this.#call(name);
    const left = this.#operand();
    if (this.#take('IN')) {
      const choices = this.#list();
      return (item, bindings) => choices.some((choice) => equal(left(item, bindings), choice(item, bindings)));
    }
    const operator = this.#tokens[this.#at];
    this.#at += 1;
    const right = this.#operand();
    const order = (judge: (sign: number) => boolean): Test => {
      return (item, bindings) => {
        const sign = compare(left(item, bindings), right(item, bindings));
        return sign !== undefined && judge(sign);
      };
    };
    switch (operator) {
      case '=':
        return (item, bindings) => equal(left(item, bindings), right(item, bindings));
      case '<>':
        return (item, bindings) => !equal(left(item, bindings), right(item, bindings));
      case '<':
        return order((sign) => sign < 0);
      case '<=':
        return order((sign) => sign <= 0);
      case '>':
        return order((sign) => sign > 0);
      case '>=':
        return order((sign) => sign >= 0);
      default:
        throw this.#unexpected();
    }
  }

  #call(name: string): Test {
    this.#at += 1;
    const operands = this.#list();
    const [first, second] = operands;
    if (first === undefined) throw this.#unexpected();
    if (name === 'attribute_exists') return (item, bindings) => first(item, bindings) !== undefined;
    if (name === 'attribute_not_exists') return (item, bindings) => first(item, bindings) === undefined;
    if (name === 'contains' && second) {
      return (item, bindings) => contains(first(item, bindings), second(item, bindings));
    }
    throw this.#unexpected();
  }

  /** The operands up to the closing parenthesis; the opening one is taken already after a name, not after IN. */
  #list(): Operand[] {
    this.#take('(');
    const operands = [this.#operand()];
    while (this.#take(',')) operands.push(this.#operand());
    this.#expect(')');
    return operands;
  }

  #operand(): Operand {
    const token = this.#tokens[this.#at] ?? '';
    this.#at += 1;
    if (/^[=<>(),]/.test(token) || token === '') throw this.#unexpected();
    if (token.startsWith(':')) {
      return (_, { values }) => {
        if (!(token in values)) throw validation(`An expression attribute value is not defined: ${token}`);
        return values[token];
      };
    }
    const path = token.split('.');
    return (item, { names }) => path.reduce<AttributeValue>((at, name) => memberOf(at, nameOf(name, names)), item);
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at += 1;
    return true;
  }

  #expect(token: string): void {
    if (!this.#take(token)) throw this.#unexpected();
  }

  #unexpected(): Error {
    return validation(`Invalid ConditionExpression: ${this.expression}, token ${this.#at}`);
  }
}

export function nameOf(token: string, names: Readonly<Record<string, string>>): string {
  if (!token.startsWith('#')) return token;
  const name = names[token];
  if (name === undefined) throw validation(`An expression attribute name is not defined: ${token}`);
  return name;
}

function memberOf(map: AttributeValue, name: string): AttributeValue {
  if (map instanceof Map) return map.get(name) as AttributeValue;
  return typeof map === 'object' && map !== null && Object.hasOwn(map, name) ? map[name] : undefined;
}

function contains(container: AttributeValue, element: AttributeValue): boolean {
  if (typeof container === 'string') return typeof element === 'string' && container.includes(element);
  if (container instanceof Set) {
    const wanted = numeric(element) ?? element;
    for (const one of container as Set<AttributeValue>) if ((numeric(one) ?? one) === wanted) return true;
    return false;
  }
  return Array.isArray(container) && container.some((one) => equal(one, element));
}
