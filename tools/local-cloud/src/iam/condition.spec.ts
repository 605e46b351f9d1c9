import type { ConditionValues } from '../http/service';
import { conditionHolds, isKnownOperator } from './condition';

const holds = (operator: string, values: readonly string[], request: ConditionValues) =>
  conditionHolds({ operator, key: 'k', values }, request);

describe('condition', () => {
  describe('operators on a single value', () => {
    it.each<[string, string, string, boolean]>([
      ['StringEquals', 'a', 'a', true],
      ['StringEquals', 'a', 'A', false],
      ['StringEqualsIgnoreCase', 'a', 'A', true],
      ['StringNotEquals', 'a', 'b', true],
      ['StringNotEquals', 'a', 'a', false],
      ['StringLike', 'in/*', 'in/x', true],
      ['StringLike', 'in/*', 'out/x', false],
      ['StringNotLike', 'in/*', 'out/x', true],
      ['ArnEquals', 'arn:aws:s3:::b*', 'arn:aws:s3:::bucket', true],
      ['ArnLike', 'arn:aws:s3:::x', 'arn:aws:s3:::bucket', false],
      ['ArnNotEquals', 'arn:aws:s3:::x', 'arn:aws:s3:::bucket', true],
      ['Bool', 'true', 'true', true],
      ['Bool', 'false', 'true', false],
      ['NumericLessThan', '1.2', '1.3', false],
      ['NumericLessThan', '1.2', '1.1', true],
      ['NumericEquals', '10', '10.0', true],
      ['NumericGreaterThanEquals', '10', '9', false],
      ['NumericEquals', '0', '', false],
      ['DateLessThan', '2026-01-02T00:00:00Z', '2026-01-01T00:00:00Z', true],
      ['DateGreaterThan', '1767225600', '2026-01-02T00:00:00Z', true],
    ])('%s %s, of %s: %s', (operator, policy, request, expected) => {
      expect(holds(operator, [policy], { k: request })).toBe(expected);
    });

    it('takes any of several values of the policy', () => {
      expect(holds('StringEquals', ['a', 'b'], { k: 'b' })).toBe(true);
      expect(holds('StringNotEquals', ['a', 'b'], { k: 'b' })).toBe(false);
    });
  });

  describe('a key that the request has not', () => {
    it.each([
      ['StringEquals', false],
      ['StringNotEquals', true],
      ['ArnNotLike', true],
      ['Bool', false],
      ['NumericLessThan', false],
      ['StringEqualsIfExists', true],
      ['BoolIfExists', true],
      ['ForAllValues:StringEquals', true],
      ['ForAnyValue:StringEquals', false],
      ['ForAnyValue:StringNotEquals', false],
    ])('%s: %s', (operator, expected) => {
      expect(holds(operator, ['x'], {})).toBe(expected);
    });

    it('Null asks for it', () => {
      expect(holds('Null', ['true'], {})).toBe(true);
      expect(holds('Null', ['true'], { k: 'x' })).toBe(false);
      expect(holds('Null', ['false'], { k: 'x' })).toBe(true);
    });
  });

  describe('keys with several values', () => {
    const keys = { k: ['heartbeat#1', 'order#2'] };

    it('ForAllValues wants every one to match', () => {
      expect(holds('ForAllValues:StringLike', ['heartbeat#*'], keys)).toBe(false);
      expect(holds('ForAllValues:StringLike', ['heartbeat#*', 'order#*'], keys)).toBe(true);
    });

    it('ForAnyValue wants one to match', () => {
      expect(holds('ForAnyValue:StringLike', ['order#*'], keys)).toBe(true);
      expect(holds('ForAnyValue:StringLike', ['receipt#*'], keys)).toBe(false);
    });
  });

  it('knows which operators it knows', () => {
    expect(['StringEquals', 'ForAllValues:StringLike', 'BoolIfExists', 'Null'].map(isKnownOperator)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(['IpAddress', 'BinaryEquals', 'ForSomeValues:StringEquals', ''].map(isKnownOperator)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});
