import { isReserved } from './reserved-words';
import type { Parsed, Path, PathStep, ValueReference } from './syntax';

/** Of one expression, in bytes. (Developer Guide, "Quotas", Expression parameters.) */
const MAX_EXPRESSION_BYTES = 4096;
/** Comparators and functions of one expression; AND, OR and NOT are not counted. (The same page.) */
const MAX_OPERATORS = 300;

const TOKEN =
  /[ \t\r\n]*(?:(?<word>[A-Za-z_][A-Za-z0-9_]*)|(?<name>#[A-Za-z0-9_]+)|(?<value>:[A-Za-z0-9_]+)|(?<index>[0-9]+)|(?<symbol><>|<=|>=|[=<>(),.[\]+-])|(?<end>$)|(?<unknown>[^]))/uy;

type TokenKind = 'word' | 'name' | 'value' | 'index' | 'symbol' | 'end' | 'unknown';

interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly start: number;
}

export const REDUNDANT = 'The expression has redundant parentheses;';

class SyntaxFault extends Error {}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (;;) {
    const groups = TOKEN.exec(text)?.groups ?? {};
    const [kind, lexeme] = Object.entries(groups).find(([, found]) => found !== undefined) ?? ['end', ''];
    tokens.push({ kind: kind as TokenKind, text: lexeme, start: TOKEN.lastIndex - lexeme.length });
    if (kind === 'end') return tokens;
  }
}

/**
 * What is wrong with an expression beside its syntax, by what AWS reports first. Of each kind only the first is kept.
 */
const faultOrder = ['parentheses', 'unknown function', 'misused function', 'reserved', 'section', 'operands'] as const;
type FaultKind = (typeof faultOrder)[number];

/** Walks the tokens of an expression and notes the placeholders it meets. */
export class Cursor {
  readonly names = new Set<string>();
  readonly values = new Set<string>();
  private readonly faults = new Map<FaultKind, string>();
  private readonly tokens: readonly Token[];
  private at = 0;
  private operators = 0;
  private depth = 0;

  constructor(private readonly text: string) {
    this.tokens = tokensOf(text);
  }

  private token(offset = 0): Token {
    return this.tokens[Math.min(this.at + offset, this.tokens.length - 1)] as Token;
  }

  /** Whether the next token is this keyword (in any case) or symbol. */
  sees(text: string, offset = 0): boolean {
    const token = this.token(offset);
    return (token.kind === 'word' || token.kind === 'symbol') && token.text.toUpperCase() === text;
  }

  seesKind(kind: TokenKind): boolean {
    return this.token().kind === kind;
  }

  /** Steps over this keyword or symbol if it is next. */
  accept(text: string): boolean {
    const seen = this.sees(text);
    if (seen) this.at++;
    return seen;
  }

  expect(text: string): void {
    if (!this.accept(text)) this.failHere();
  }

  take(kind: TokenKind): string {
    const token = this.token();
    if (token.kind !== kind) this.failHere();
    this.at++;
    return token.text;
  }

  failHere(): never {
    const token = this.token();
    const next = this.token(1);
    const start = this.at > 0 ? this.token(-1).start : token.start;
    const shown = token.kind === 'end' ? '<EOF>' : token.text;
    throw new SyntaxFault(
      `Syntax error; token: "${shown}", near: "${this.text.slice(start, next.start + next.text.length).trimEnd()}"`,
    );
  }

  note(kind: FaultKind, fault: string): void {
    if (!this.faults.has(kind)) this.faults.set(kind, fault);
  }

  /** Counts a comparator or a function. */
  operator(): void {
    this.operators += 1;
  }

  /** What stands in parentheses. Those that hold more others than an expression may have operators hold nothing else. */
  nested<T>(inside: () => T): T {
    this.depth += 1;
    if (this.depth > MAX_OPERATORS) throw new SyntaxFault(REDUNDANT);
    const tree = inside();
    this.depth -= 1;
    return tree;
  }

  firstFault(): string | undefined {
    if (this.operators > MAX_OPERATORS) {
      return `The expression contains too many operators; operator count: ${this.operators}`;
    }
    const kind = faultOrder.find((candidate) => this.faults.has(candidate));
    return kind === undefined ? undefined : this.faults.get(kind);
  }

  /** The next token as a function's name, if a parenthesis follows it. */
  functionName(): string | undefined {
    if (!this.seesKind('word') || !this.sees('(', 1)) return undefined;
    return this.take('word');
  }

  private attribute(): PathStep {
    if (this.seesKind('name')) {
      const placeholder = this.take('name');
      this.names.add(placeholder);
      return { placeholder };
    }
    const name = this.take('word');
    if (isReserved(name)) this.note('reserved', `Attribute name is a reserved keyword; reserved keyword: ${name}`);
    return name;
  }

  path(): Path {
    const steps: PathStep[] = [this.attribute()];
    for (;;) {
      if (this.accept('.')) steps.push(this.attribute());
      else if (this.accept('[')) {
        steps.push(Number(this.take('index')));
        this.expect(']');
      } else return { kind: 'path', steps };
    }
  }

  value(): ValueReference {
    const placeholder = this.take('value');
    this.values.add(placeholder);
    return { kind: 'value', placeholder };
  }

  /** One or more, separated by commas. */
  list<T>(item: () => T): T[] {
    const items = [item()];
    while (this.accept(',')) items.push(item());
    return items;
  }
}

/** Parsing by text: the same few expressions come with every request. */
const CACHED_EXPRESSIONS = 1000;

/** A parser of whole expressions over a grammar, which remembers what it parsed. */
export function parserOf<T>(grammar: (cursor: Cursor) => T): (text: string) => Parsed<T> {
  const cache = new Map<string, Parsed<T>>();
  return (text) => {
    const known = cache.get(text);
    if (known !== undefined) return known;
    if (cache.size >= CACHED_EXPRESSIONS) cache.clear();
    const parsed = parseWhole(text, grammar);
    cache.set(text, parsed);
    return parsed;
  };
}

function parseWhole<T>(text: string, grammar: (cursor: Cursor) => T): Parsed<T> {
  if (text === '') return { fault: 'The expression can not be empty;' };
  const size = Buffer.byteLength(text);
  if (size > MAX_EXPRESSION_BYTES) {
    return { fault: `Expression size has exceeded the maximum allowed size; expression size: ${size}` };
  }
  const cursor = new Cursor(text);
  try {
    const tree = grammar(cursor);
    if (!cursor.seesKind('end')) cursor.failHere();
    const fault = cursor.firstFault();
    return fault === undefined ? { tree, names: [...cursor.names], values: [...cursor.values] } : { fault };
  } catch (error) {
    if (error instanceof SyntaxFault) return { fault: error.message };
    throw error;
  }
}
