/** Milliseconds that an announcement may come before its change: of two ticks at once one tells what the other has just noted. */
const EARLY = 60_000;

/** Whether people hear of every change that the sentinels make: an announcement of its own for each; repeats harm nobody. */
export class AnnouncementWatch {
  /** By the words of a change, when it was made and not told since. */
  readonly #untold = new Map<string, number[]>();
  /** By the words of a change, when it was told without having been made yet. */
  readonly #early = new Map<string, number[]>();

  /** @param now virtual milliseconds */
  changed(subject: string, now: number): void {
    const early = this.#early.get(subject) ?? [];
    const known = early.findIndex((told) => now - told <= EARLY);
    if (known >= 0) early.splice(known, 1);
    else this.#untold.set(subject, [...(this.#untold.get(subject) ?? []), now]);
  }

  told(subject: string, now: number): void {
    const changes = this.#untold.get(subject) ?? [];
    if (changes.shift() === undefined) this.#early.set(subject, [...(this.#early.get(subject) ?? []), now]);
  }

  /** Whether a change of this region's sentinel is still to be told. */
  isWaiting(region: string): boolean {
    return [...this.#untold].some(([subject, changes]) => subject.startsWith(`${region}: `) && changes.length > 0);
  }

  get problems(): readonly string[] {
    return [...this.#untold].flatMap(([subject, changes]) =>
      changes.map((at) => `nobody was told "${subject}", which it was at ${(at / 1_000).toFixed(1)} s`),
    );
  }
}
