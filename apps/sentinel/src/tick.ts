import { catchUp } from './catch-up';
import { holdBack } from './hold-back';
import { observeRegion, type RegionView } from './observe-region';
import type { Ports } from './ports';
import { isAvailable, probeRegion, type RegionProbe } from './probe-region';
import { reconcileOnwards } from './reconcile';
import { measureLag, REMEMBERED_BEATS } from './replication-lag';
import type { SentinelState } from './sentinel-state';
import { openState, type StateKeeper } from './state-keeper';
import { type Notice, tellUntold, toTell } from './tell-people';

/** Once a minute: what is there, who is held back, who is lost, and what a lost region leaves to do. */
export async function tick(ports: Ports, timeLeft: () => number): Promise<void> {
  const { environment, clock, metrics } = ports;
  const { TABLE_REGION: homeRegion, OTHER_REGION: otherRegion } = environment;
  const beat = clock.now();
  const [home, other] = await Promise.all([
    probeRegion(homeRegion, ports, beat),
    probeRegion(otherRegion, ports, beat),
  ]);
  // What fails from here on must not keep the tick from saying what is there, by which DNS decides; it fails at its end.
  const failures: string[] = [];
  const attempt = async <T>(what: string, work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      failures.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  };
  // Needs neither the table nor any memory: it has to work when the table does not.
  const held = await attempt('The breaker could not be looked after', () => holdBack(home.table !== 'silent', ports));

  const keeper =
    home.table === 'answers'
      ? await attempt('What the sentinel remembers could not be read', () => openState(ports))
      : undefined;
  const lag = keeper && other.table === 'answers' ? await measureLag(ports, [...keeper.state.beats, beat]) : undefined;
  metrics.tick({
    available: { [homeRegion]: isAvailable(home), [otherRegion]: isAvailable(other) },
    ...(held ? { breakerOpen: held.open, heldWithoutNeed: home.table !== 'silent' && !held.fed } : {}),
    ...(lag === undefined ? {} : { replicationLagSeconds: lag }),
  });

  if (keeper) {
    // A processor of which nobody knows is taken to be held back: no file is called stalled for it.
    await observe(keeper, ports, [home, other], beat, held?.fed ?? false);
    if (isAvailable(home)) {
      await catchUp(keeper, ports, timeLeft);
      await reconcileOnwards(keeper, ports, timeLeft);
    }
  }
  const refused = [home, other].flatMap((probe) =>
    (['table', 'bucket', 'queue'] as const).flatMap((what) =>
      probe[what] === 'refused' ? [`${what} in ${probe.region}`] : [],
    ),
  );
  if (refused.length > 0) {
    failures.push(`The sentinel may not look at ${refused.join(', ')}: its log says which action is refused.`);
  }
  if (failures.length > 0) throw new Error(failures.join(' '));
}

async function observe(
  keeper: StateKeeper,
  ports: Ports,
  probes: readonly RegionProbe[],
  beat: number,
  fed: boolean,
): Promise<void> {
  const { environment, metrics } = ports;
  const ticks = { lostAfterTicks: environment.LOST_AFTER_TICKS, backAfterTicks: environment.BACK_AFTER_TICKS };
  const { state } = keeper;
  const regions = { ...state.regions };
  const notices: Notice[] = [];
  for (const probe of probes) {
    const before = regions[probe.region];
    if (!before) continue;
    const after = observeRegion(before, isAvailable(probe), ticks, beat);
    regions[probe.region] = after;
    if (after.status === before.status) continue;
    metrics.count('stateChanges', 1);
    notices.push(noticeOf(probe, after.status, environment));
  }
  const { catchUp: earlier, ...rest } = state;
  const lost = regions[environment.OTHER_REGION]?.status === 'LOST';
  const next: SentinelState = {
    ...rest,
    regions,
    beats: [...state.beats, beat].slice(-REMEMBERED_BEATS),
    heldAt: fed ? state.heldAt : beat,
    ...(lost ? { catchUp: earlier ?? { adopted: 0, failed: 0, pause: 0 } } : { unreachable: 0 }),
  };
  await keeper.save(notices.reduce(toTell, next));
  await tellUntold(keeper, ports);
  if (!lost && state.unreachable > 0) metrics.gauge('filesUnreachable', 0);
}

function noticeOf(
  { region, table, bucket, queue }: RegionProbe,
  status: RegionView['status'],
  { TABLE_REGION, OTHER_REGION, LOST_AFTER_TICKS, BACK_AFTER_TICKS }: Ports['environment'],
): Notice {
  if (status === 'AVAILABLE') {
    const why = `Seen from ${TABLE_REGION}, table, bucket and queue have answered for ${BACK_AFTER_TICKS} ticks.`;
    return { change: `${region} is back`, why };
  }
  const adopted = region === OTHER_REGION ? ' Its files without a completed receipt are adopted here.' : '';
  return {
    change: `${region} is lost`,
    why: `Seen from ${TABLE_REGION}, for ${LOST_AFTER_TICKS} ticks: table ${table}, bucket ${bucket}, queue ${queue}.${adopted}`,
  };
}
