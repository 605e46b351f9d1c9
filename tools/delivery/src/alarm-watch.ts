export interface AlarmState {
  readonly name: string;
  readonly region: string;
  readonly state: string;
  /** When it came into this state, epoch milliseconds. */
  readonly since: number;
  readonly reason: string;
}

export interface WatchPorts {
  /** All alarms of the environment, in both regions. */
  alarms(): Promise<readonly AlarmState[]>;
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

const POLL_MS = 30_000;

/**
 * Watches until the time is over or an alarm goes off. An alarm that was on before is not this deployment's doing: it is
 * told, and does not count.
 * @param since epoch milliseconds of the deployment's start
 * @param except the name of an alarm that is expected to be on, such as the reminder of a first deployment
 * @throws Error when there is no alarm at all: nothing would be watched
 */
export async function watchAlarms(
  ports: WatchPorts,
  { since, minutes, except }: { readonly since: number; readonly minutes: number; readonly except?: string },
): Promise<{ readonly holds: boolean; readonly verdict: string }> {
  const deadline = ports.now() + minutes * 60_000;
  for (;;) {
    const alarms = await ports.alarms();
    if (alarms.length === 0)
      throw new Error('There is no alarm to watch. Is the environment deployed, and the right one?');
    const on = alarms.filter(({ state }) => state === 'ALARM');
    const off = on.filter((alarm) => alarm.since >= since && alarm.name !== except);
    if (off.length > 0) {
      const named = off.map(({ name, region, reason }) => `${name} in ${region} (${reason})`);
      return { holds: false, verdict: `does not hold: ${named.join('; ')}` };
    }
    if (ports.now() >= deadline) {
      const before =
        on.length === 0
          ? ''
          : `; on, and not counted: ${on.map(({ name, region }) => `${name} in ${region}`).join(', ')}`;
      return {
        holds: true,
        verdict: `holds: none of ${alarms.length} alarms went off within ${minutes} minutes${before}`,
      };
    }
    await ports.sleep(POLL_MS);
  }
}
