import type { Ended } from './ended';

/** No breaker stays open once the world is well, none was closed over an operator's head, and nobody was left to be told. */
export function checkWatching({ watching }: Ended): string[] {
  return watching.sentinels
    .flatMap(({ region, mapping, watch }) => [
      ...(mapping.isClosed
        ? []
        : [
            `the breaker of ${region} is not closed: ${mapping.stateShown}, ${[...mapping.tags].join(' ') || 'no mark'}, ${mapping.bound} invocations at once`,
          ]),
      ...(mapping.overruled === 0 ? [] : [`the sentinel of ${region} enabled what an operator had disabled`]),
      ...watch.problems,
    ])
    .concat(watching.announcements.problems);
}
