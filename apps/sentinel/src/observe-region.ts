/** What this sentinel holds of a region. */
export interface RegionView {
  readonly status: 'AVAILABLE' | 'LOST';
  /** Ticks in a row that said otherwise. */
  readonly contrary: number;
  /** Epoch milliseconds of the last change of the status. */
  readonly since: number;
}

export interface Hysteresis {
  /** Ticks in a row without an answer after which a region is lost … */
  readonly lostAfterTicks: number;
  /** … and with one after which it is back. In ticks, not in minutes: a rehearsal may tick faster. */
  readonly backAfterTicks: number;
}

export const firstView = (now: number): RegionView => ({ status: 'AVAILABLE', contrary: 0, since: now });

/** The view after one more tick. A single tick that agrees with the status forgets all that did not. */
export function observeRegion(view: RegionView, available: boolean, ticks: Hysteresis, now: number): RegionView {
  if (available === (view.status === 'AVAILABLE')) return { ...view, contrary: 0 };
  const contrary = view.contrary + 1;
  const enough = available ? ticks.backAfterTicks : ticks.lostAfterTicks;
  if (contrary < enough) return { ...view, contrary };
  return { status: available ? 'AVAILABLE' : 'LOST', contrary: 0, since: now };
}
