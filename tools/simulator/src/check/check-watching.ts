import type { Ended } from './ended';

/** No breaker stays open once the world is well, no mapping was left so that it could, and nobody is left to be told. */
export function checkWatching({ watching }: Ended): string[] {
  return watching.sentinels
    .flatMap(({ region, mapping, watch }) => [
      ...(mapping.isClosed
        ? []
        : [`the breaker of ${region} is not closed: ${mapping.stateShown}, ${mapping.bound} invocations at once`]),
      ...[...mapping.misdeeds].map((misdeed) => `the sentinel of ${region} ${misdeed}`),
      ...watch.problems,
    ])
    .concat(watching.announcements.problems);
}
