import { readExpression, UnknownExpression } from './expression';

const evaluate = (text: string, values: Readonly<Record<string, number>> = {}) =>
  readExpression(text)((id) => values[id]);

describe('a metric math expression', () => {
  it.each([
    ['FILL(reads, 0) + FILL(writes, 0)', { reads: 2 }, 2],
    ['a + b * 2', { a: 1, b: 3 }, 7],
    ['(a + b) * 2 - -1', { a: 1, b: 3 }, 9],
    ['a >= 10', { a: 10 }, 1],
    ['a != b', { a: 1, b: 1 }, 0],
    ['IF(a + b >= 100, 100 * a / (a + b), 0)', { a: 30, b: 90 }, 25],
    ['IF(a + b >= 100, 100 * a / (a + b), 0)', { a: 30, b: 9 }, 0],
    ['a + b', { a: 1 }, undefined],
    ['IF(a > 0, 1, 2)', {}, undefined],
    ['a / b', { a: 1, b: 0 }, undefined],
  ])('%s with %j is %p', (text, values, expected) => {
    expect(evaluate(text, values)).toBe(expected);
  });

  it.each([
    ['ANOMALY_DETECTION_BAND(m1, 2)', 'has the call of ANOMALY_DETECTION_BAND, which is not emulated'],
    ['FILL(m1, REPEAT', "can't be read: Expected ) at character 15"],
    ['FILL(m1)', 'has the call of FILL, which is not emulated'],
    ['a % 2', 'has the operator %, which is not emulated'],
    ['m["x"]', 'has a MemberExpression, which is not emulated'],
  ])('%s is refused', (text, message) => {
    expect(() => readExpression(text)).toThrow(new UnknownExpression(`"${text}" ${message}`));
  });
});
