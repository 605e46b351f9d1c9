import type { Ended } from './ended';

/** No breaker stays open once the world is well, and none was closed over an operator's head. */
export function checkWatching({ watching }: Ended): string[] {
  return watching.sentinels.flatMap(({ region, mapping }) => [
    ...(mapping.isClosed
      ? []
      : [
          `the breaker of ${region} is not closed: ${mapping.stateShown}, ${[...mapping.tags].join(' ') || 'no mark'}, ${mapping.bound} invocations at once`,
        ]),
    ...(mapping.overruled === 0 ? [] : [`the sentinel of ${region} enabled what an operator had disabled`]),
  ]);
}
