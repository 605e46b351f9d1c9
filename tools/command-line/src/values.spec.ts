import * as fc from 'fast-check';
import { UsageError } from './usage-error';
import { oneOf, probability, wholeNumber } from './values';

describe('the values of options', () => {
  it('are whole numbers as they are usually written', () => {
    expect(['7', '1_000', '1e9'].map((typed) => wholeNumber('rows', typed))).toEqual([7, 1_000, 1e9]);
    fc.assert(fc.property(fc.nat(), (value) => wholeNumber('rows', String(value), 0) === value));
  });

  it.each(['', ' ', '0', '-1', '1.5', '0x10', 'ten', '1e99', '_1', '101'])(
    'that are none are refused: "%s"',
    (typed) => {
      expect(() => wholeNumber('rows', typed, 1, 100)).toThrow(
        new UsageError(`--rows takes a whole number from 1 to 100, not "${typed}".`),
      );
    },
  );

  it('are probabilities', () => {
    expect(['0', '0.25', '1'].map((typed) => probability('share', typed))).toEqual([0, 0.25, 1]);
    for (const typed of ['', '-0.1', '1.1', 'half']) expect(() => probability('share', typed)).toThrow(UsageError);
  });

  it('are one of a few', () => {
    expect(oneOf('client', 'js', ['js', 'boto3'])).toBe('js');
    expect(() => oneOf('client', 'go', ['js', 'boto3'])).toThrow('--client takes js, boto3, not "go".');
  });
});
