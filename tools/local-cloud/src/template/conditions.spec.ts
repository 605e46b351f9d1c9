import { evaluateCondition } from './conditions';
import type { Json } from './load-assembly';
import type { Resolution } from './resolution';

const resolution = {
  condition: (name: string) => name === 'IsTrue',
  resolve: (value: Json) => value,
  refuse: (what: string): never => {
    throw new Error(what);
  },
} as unknown as Resolution;
const holds = (expression: Json) => evaluateCondition(expression, resolution);

const YES: Json = { 'Fn::Equals': ['a', 'a'] };
const NO: Json = { Condition: 'IsFalse' };

describe('a condition of a template', () => {
  it.each<readonly [Json, boolean]>([
    [YES, true],
    [{ 'Fn::Equals': ['a', 'A'] }, false],
    // CloudFormation knows only texts here.
    [{ 'Fn::Equals': [1, '1'] }, true],
    [{ 'Fn::Equals': [true, 'true'] }, true],
    [{ 'Fn::Equals': [['a'], ['a']] }, true],
    [{ Condition: 'IsTrue' }, true],
    [NO, false],
    [{ 'Fn::Not': [NO] }, true],
    [{ 'Fn::And': [YES, { Condition: 'IsTrue' }] }, true],
    [{ 'Fn::And': [YES, NO] }, false],
    [{ 'Fn::Or': [NO, YES] }, true],
    [{ 'Fn::Or': [NO, NO] }, false],
    [{ 'Fn::Not': [{ 'Fn::Or': [NO, { 'Fn::And': [YES, YES] }] }] }, false],
  ])('%j is %s', (expression, truth) => {
    expect(holds(expression)).toBe(truth);
  });

  it.each<readonly [Json, string]>([
    [{ 'Fn::Equals': ['a'] }, 'Fn::Equals compares two values.'],
    [{ 'Fn::Not': [YES, NO] }, 'Fn::Not takes a list of one condition.'],
    [{ 'Fn::Contains': [[], 'a'] }, 'Fn::Contains is not a condition that the local cloud knows.'],
    [{}, 'an empty object is not a condition that the local cloud knows.'],
  ])('%j is refused', (expression, why) => {
    expect(() => holds(expression)).toThrow(why);
  });
});
