import fc from 'fast-check';
import { parseCondition } from './parse-condition';
import type { Condition, Operand } from './syntax';

const faultOf = (text: string): string | undefined => {
  const parsed = parseCondition(text);
  return 'fault' in parsed ? parsed.fault : undefined;
};
const treeOf = (text: string): Condition => {
  const parsed = parseCondition(text);
  if ('fault' in parsed) throw new Error(parsed.fault);
  return parsed.tree;
};

describe('shape', () => {
  test('names and values are known in the order of their first use', () => {
    expect(parseCondition('#b = :x AND (a.#c[1] < :y OR #b IN (:x, :z))')).toMatchObject({
      names: ['#b', '#c'],
      values: [':x', ':y', ':z'],
    });
  });

  test('NOT binds closest, then AND, then OR', () => {
    expect(treeOf('NOT a = :a AND b = :b OR c = :c')).toEqual(treeOf('((NOT (a = :a)) AND b = :b) OR (c = :c)'));
    expect(treeOf('a = :a OR b = :b AND NOT c = :c')).toMatchObject({
      kind: 'or',
      right: { kind: 'and', right: { kind: 'not' } },
    });
  });

  test('the AND of BETWEEN is not the AND of conditions', () => {
    expect(treeOf('a BETWEEN :x AND :y AND b = :z')).toMatchObject({
      kind: 'and',
      left: { kind: 'between' },
      right: { kind: 'compare' },
    });
  });

  test('keywords are of any case, functions are not', () => {
    expect(treeOf('not a between :x and :y or b in (:z)')).toMatchObject({ kind: 'or' });
    expect(faultOf('SIZE(a) > :x')).toBe('Invalid function name; function: SIZE');
  });

  test('what is printed is parsed back', () => {
    const path = fc
      .tuple(
        fc.constantFrom('a', '#n', 'foo_1'),
        fc.array(fc.constantFrom('.b', '.#m', '[0]', '[12]'), { maxLength: 3 }),
      )
      .map(([head, tail]) => head + tail.join(''));
    const operand = fc.oneof(
      path,
      fc.constantFrom(':x', ':y'),
      path.map((text) => `size(${text})`),
    );
    const simple = fc.oneof(
      fc.tuple(operand, fc.constantFrom('=', '<>', '<', '<=', '>', '>='), operand).map((parts) => parts.join(' ')),
      fc.tuple(operand, operand, operand).map(([a, b, c]) => `${a} BETWEEN ${b} AND ${c}`),
      fc
        .tuple(operand, fc.array(operand, { minLength: 1, maxLength: 3 }))
        .map(([a, list]) => `${a} IN (${list.join(', ')})`),
      path.map((text) => `attribute_exists(${text})`),
      fc.tuple(path, operand).map(([a, b]) => `contains(${a}, ${b})`),
    );
    const condition = fc.letrec((tie) => ({
      any: fc.oneof({ depthSize: 'small' }, simple, tie('not'), tie('and'), tie('or')),
      not: tie('any').map((inner) => `NOT (${inner})`),
      and: fc.tuple(tie('any'), tie('any')).map(([a, b]) => `(${a}) AND (${b})`),
      or: fc.tuple(tie('any'), tie('any')).map(([a, b]) => `(${a}) OR (${b})`),
    })).any as fc.Arbitrary<string>;
    fc.assert(
      fc.property(condition, (text) => {
        const tree = treeOf(text);
        expect(treeOf(print(tree))).toEqual(tree);
      }),
    );
  });
});

function print(condition: Condition): string {
  const list = (operands: readonly Operand[]): string => operands.map(printOperand).join(' , ');
  switch (condition.kind) {
    case 'and':
    case 'or':
      return `(${print(condition.left)})${condition.kind}(${print(condition.right)})`;
    case 'not':
      return `not(${print(condition.condition)})`;
    case 'compare':
      return `${printOperand(condition.operands[0])}${condition.comparator}${printOperand(condition.operands[1])}`;
    case 'between': {
      const [tested, low, high] = condition.operands.map(printOperand);
      return `${tested} between(${low})and(${high})`;
    }
    case 'in': {
      const [tested, ...members] = condition.operands;
      return `${printOperand(tested as Operand)} in(${list(members)})`;
    }
    case 'call':
      return `${condition.name} ( ${list(condition.operands)} )`;
  }
}

function printOperand(operand: Operand): string {
  if (operand.kind === 'value') return operand.placeholder;
  if (operand.kind === 'size') return `size (${operand.operands.map(printOperand).join(',')})`;
  return operand.steps
    .map((step, index) => {
      if (typeof step === 'number') return ` [ ${step} ]`;
      return `${index > 0 ? ' . ' : ''}${typeof step === 'string' ? step : step.placeholder}`;
    })
    .join('');
}

describe('rule', () => {
  test.each([
    ['', 'The expression can not be empty;'],
    ['a = ', 'Syntax error; token: "<EOF>", near: "="'],
    ['a', 'Syntax error; token: "<EOF>", near: "a"'],
    ['a = :b c', 'Syntax error; token: "c", near: ":b c"'],
    ['INVALID SYNTAX HERE', 'Syntax error; token: "SYNTAX", near: "INVALID SYNTAX HERE"'],
    ['!!! INVALID', 'Syntax error; token: "!", near: "!!"'],
    ['a = 5', 'Syntax error; token: "5", near: "= 5"'],
    ['(a = :b', 'Syntax error; token: "<EOF>", near: ":b"'],
    ['a[b] = :c', 'Syntax error; token: "b", near: "[b]"'],
    ['a.[1] = :c', 'Syntax error; token: "[", near: ".[1"'],
    ['((a = :b))', 'The expression has redundant parentheses;'],
    ['((a)) = :b', 'The expression has redundant parentheses;'],
    ['('.repeat(4_000), 'The expression has redundant parentheses;'],
    ['size('.repeat(800), 'The expression has redundant parentheses;'],
    [Array(301).fill('a=:b').join(' OR '), 'The expression contains too many operators; operator count: 301'],
    ['begin_with(a, :b)', 'Invalid function name; function: begin_with'],
    ['if_not_exists(a, :b) = :c', 'Invalid function name; function: if_not_exists'],
    ['size(a)', 'The function is not allowed to be used this way in an expression; function: size'],
    [
      'attribute_exists(a) = :b',
      'The function is not allowed to be used this way in an expression; function: attribute_exists',
    ],
    [
      'contains(a, begins_with(b, :c))',
      'The function is not allowed to be used this way in an expression; function: begins_with',
    ],
    ['abc.Status = :a', 'Attribute name is a reserved keyword; reserved keyword: Status'],
    [
      'attribute_exists(a, b)',
      'Incorrect number of operands for operator or function; operator or function: attribute_exists, number of operands: 2',
    ],
    [
      'begins_with(a)',
      'Incorrect number of operands for operator or function; operator or function: begins_with, number of operands: 1',
    ],
    [`a = :${'b'.repeat(4092)}`, 'Expression size has exceeded the maximum allowed size; expression size: 4097'],
    [
      `a IN (${Array(101).fill(':b').join(',')})`,
      'The IN operator is provided with too many operands; number of operands: 101',
    ],
  ])('%s', (text, fault) => {
    expect(faultOf(text)).toBe(fault);
  });
});

describe('behaviour', () => {
  test('300 comparators are no fault, however deep the last one lies', () => {
    expect(parseCondition(`${'a<b AND ('.repeat(299)}a<b${')'.repeat(299)}`)).toHaveProperty('tree');
  });

  test('the same text is parsed once', () => {
    expect(parseCondition('remembered = :v')).toBe(parseCondition('remembered = :v'));
  });
});
