import { contextArguments } from './context-arguments';

describe('contextArguments', () => {
  it('is empty without arguments', () => {
    expect(contextArguments([])).toEqual({});
  });

  it('reads settings, and splits them at the first equals sign', () => {
    expect(contextArguments(['-c', 'environment=staging', '--context', 'a=b=c', '--context=protect=true'])).toEqual({
      environment: 'staging',
      a: 'b=c',
      protect: 'true',
    });
  });

  it.each(['staging', '=staging'])('refuses %s, which is no pair', (pair) => {
    expect(() => contextArguments(['-c', pair])).toThrow(
      `"${pair}" is not a setting: write -c key=value, such as -c environment=staging.`,
    );
  });

  it('refuses what it does not know', () => {
    expect(() => contextArguments(['--profile', 'x'])).toThrow("Unknown option '--profile'");
  });
});
