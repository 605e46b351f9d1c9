import { bug, type PlantedBug } from './planted-bug';

const sentinel = (file: string) => `apps/sentinel/src/${file}.ts`;

/** Bugs that leave files of a lost region where they are, count them twice, or hold the processor back for ever. */
export const sentinelBugs: readonly PlantedBug[] = [
  bug(
    'enables what an operator has disabled',
    sentinel('breaker'),
    "if (mark === undefined) return 'leave';",
    "if (mark === undefined && state === 'Enabled') return 'leave';",
  ),
  bug(
    'never closes after the trial',
    sentinel('breaker'),
    "return state === 'Disabled' ? 'try' : 'close';",
    "return state === 'Disabled' ? 'try' : 'leave';",
  ),
  bug(
    'disables before it marks',
    sentinel('hold-back'),
    'await mapping.note(note, `open@${at}`);\n      const changed = await mapping.change({ enabled: false });',
    'const changed = await mapping.change({ enabled: false });\n      await mapping.note(note, `open@${at}`);',
  ),
  bug(
    'takes the mark away before the concurrency is given back',
    sentinel('hold-back'),
    'const changed = await mapping.change({ maximumConcurrency: environment.MAXIMUM_CONCURRENCY });',
    'await mapping.unmark();\n      const changed = await mapping.change({ maximumConcurrency: environment.MAXIMUM_CONCURRENCY });',
  ),
  bug(
    'closes at the concurrency of the trial',
    sentinel('hold-back'),
    'mapping.change({ maximumConcurrency: environment.MAXIMUM_CONCURRENCY });',
    'mapping.change({ maximumConcurrency: TRIAL_CONCURRENCY });',
  ),
  bug(
    'adopts under the instant of the adoption',
    sentinel('catch-up'),
    'origin: { role, key, versionId, lastModified },',
    'origin: { role, key, versionId, lastModified: new Date(Math.floor(ports.clock.now() / 1_000) * 1_000).toISOString() },',
  ),
  bug(
    'adopts under the role of its own bucket',
    sentinel('catch-up'),
    'const role = bucketRole(OTHER_REGION);',
    'const role = bucketRole(TABLE_REGION);',
  ),
  bug(
    'names the version of the original where the copy is read',
    sentinel('catch-up'),
    'versionId: copyVersion }',
    'versionId }',
  ),
  bug(
    'copies the newest version for each',
    sentinel('adapters/s3-buckets'),
    '?versionId=${encodeURIComponent(versionId)}`;',
    '${versionId.slice(0, 0)}`;',
  ),
  bug(
    'reconciles the first page only',
    sentinel('reconcile'),
    'if (next) await keeper.save(',
    'if (next && versions.length < 0) await keeper.save(',
  ),
  bug(
    'counts what was never announced, and does not announce it',
    sentinel('reconcile'),
    'await queues.send({',
    'void ({',
  ),
  bug(
    'announces a missed file as another region’s',
    sentinel('reconcile'),
    'const role = bucketRole(environment.TABLE_REGION);',
    'const role = bucketRole(environment.OTHER_REGION);',
  ),
];
