import { parseArgs } from 'node:util';

/**
 * The settings `-c key=value` of a command line, as the CDK's takes them, for a run without it.
 * @throws Error on any other argument, and on a setting that is not a pair
 */
export function contextArguments(args: readonly string[]): Readonly<Record<string, string>> {
  const { values } = parseArgs({
    args: [...args],
    options: { context: { type: 'string', short: 'c', multiple: true } },
  });
  return Object.fromEntries(
    (values.context ?? []).map((pair) => {
      const equals = pair.indexOf('=');
      if (equals < 1) {
        throw new Error(`"${pair}" is not a setting: write -c key=value, such as -c environment=staging.`);
      }
      return [pair.slice(0, equals), pair.slice(equals + 1)];
    }),
  );
}
