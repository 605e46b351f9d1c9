import { bug, type PlantedBug } from './planted-bug';

const sentinel = (file: string) => `apps/sentinel/src/${file}.ts`;

/** Bugs that leave files of a lost region where they are, count them twice, or hold the processor back for ever. */
export const sentinelBugs: readonly PlantedBug[] = [
  bug(
    'enables what an operator has disabled',
    sentinel('breaker'),
    "if (!isHeld(mapping)) return 'leave';",
    "if (!isHeld(mapping) && state === 'Enabled') return 'leave';",
  ),
  bug(
    'never closes after the trial',
    sentinel('breaker'),
    "return state === 'Disabled' ? 'try' : 'close';",
    "return state === 'Disabled' ? 'try' : 'leave';",
  ),
  bug(
    'disables as an operator would',
    sentinel('hold-back'),
    'mapping.change({ enabled: false, maximumConcurrency: TRIAL_CONCURRENCY });',
    'mapping.change({ enabled: false, maximumConcurrency: environment.MAXIMUM_CONCURRENCY });',
  ),
  bug(
    'tries at full concurrency',
    sentinel('hold-back'),
    'mapping.change({ enabled: true, maximumConcurrency: TRIAL_CONCURRENCY });',
    'mapping.change({ enabled: true, maximumConcurrency: environment.MAXIMUM_CONCURRENCY });',
  ),
  bug(
    'closes at the concurrency of the trial',
    sentinel('hold-back'),
    'mapping.change({ enabled: true, maximumConcurrency: environment.MAXIMUM_CONCURRENCY });',
    'mapping.change({ enabled: true, maximumConcurrency: TRIAL_CONCURRENCY });',
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
  bug(
    'tells nobody that the breaker is closed',
    sentinel('hold-back'),
    "await tell(...(await counted(changed, note, ports)));\n      return changed === 'accepted' ? {",
    "await mapping.told([note]);\n      return changed === 'accepted' ? {",
  ),
  bug(
    'tells nobody that a region is back',
    sentinel('tick'),
    'notices.push(noticeOf(probe, after.status, environment));',
    "if (after.status === 'LOST') notices.push(noticeOf(probe, after.status, environment));",
  ),
  bug(
    'notes a trial after it has begun',
    sentinel('hold-back'),
    'await mapping.note(note);\n      const changed = await mapping.change({ enabled: true, maximumConcurrency: TRIAL_CONCURRENCY });',
    'const changed = await mapping.change({ enabled: true, maximumConcurrency: TRIAL_CONCURRENCY });\n      await mapping.note(note);',
  ),
  bug(
    'forgets after a crash what of the breaker is still to be told',
    sentinel('hold-back'),
    'tellChanges([...facts.untold, ...changes], ports);',
    'tellChanges(changes, ports);',
  ),
  bug(
    'forgets what of a region is still to be told',
    sentinel('tell-people'),
    'untold: [...(state.untold ?? []), {',
    'untold: [{',
  ),
  bug(
    'takes for told what the topic refused',
    sentinel('tell-people'),
    'const done = Math.max(told, notices.length - NOTICES_KEPT);',
    'const done = notices.length;',
  ),
  bug(
    'holds a region to be lost after one tick',
    sentinel('observe-region'),
    'if (contrary < enough) return',
    'if (available && contrary < enough) return',
  ),
  bug(
    'holds a region to be back after one tick',
    sentinel('observe-region'),
    'if (contrary < enough) return',
    'if (!available && contrary < enough) return',
  ),
  bug(
    'counts the ticks that said otherwise, in a row or not',
    sentinel('observe-region'),
    "if (available === (view.status === 'AVAILABLE')) return { ...view, contrary: 0 };",
    "if (available === (view.status === 'AVAILABLE')) return view;",
  ),
  bug(
    'feeds the processor whatever the table does',
    sentinel('breaker'),
    "return state === 'Enabled' ? 'open' : 'leave';",
    "return state === 'Enabled' && isHeld(mapping) ? 'open' : 'leave';",
  ),
  bug(
    'says nothing of the regions where it can not look after the breaker',
    sentinel('tick'),
    'failures.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);\n      return undefined;',
    'throw error;',
  ),
  bug(
    'takes seconds of a stalled receipt for milliseconds',
    sentinel('stalled-receipts'),
    '2 * environment.VISIBILITY_TIMEOUT_SECONDS * 1_000;',
    '2 * environment.VISIBILITY_TIMEOUT_SECONDS;',
  ),
  bug(
    'leaves a stalled receipt as it is',
    sentinel('stalled-receipts'),
    'if (!(await receipts.fail(receipt, fault, now))) continue;',
    'if (fault) continue;',
  ),
  bug(
    'looks for stalled receipts in one shard only',
    sentinel('stalled-receipts'),
    'shard < environment.STATUS_SHARDS;',
    'shard < 1;',
  ),
  bug(
    'calls stalled what the other region has completed',
    sentinel('stalled-receipts'),
    'if (await isCompleteElsewhere(receipt, ports)) continue;',
    '',
  ),
  bug(
    'begins each walk through a lost bucket from its start',
    sentinel('catch-up'),
    'let walk: CatchUp = progress;',
    'let walk: CatchUp = { adopted: 0, failed: 0, pause: 0 };',
  ),
  bug(
    'takes the first page of a lost bucket for all of it',
    sentinel('catch-up'),
    'const { versions, next } = await lost.list(walk.cursor);',
    'const { versions } = await lost.list(walk.cursor);\n      const next = undefined as CatchUp["cursor"];',
  ),
];
