/** One process of the function: warm between invocations, frozen while it has none, gone when it is killed. */
export class ExecutionEnvironment {
  alive = true;
  frozen = false;
  /** Services whose idle connections may have been closed meanwhile. */
  readonly stale = new Set<string>();
  readonly #waiting: (() => void)[] = [];
  /** Milliseconds by which its clock is ahead. */
  skew = 0;

  constructor(
    readonly name: string,
    public onKilled: () => void,
  ) {}

  /** Names begin with the region. */
  get region(): string {
    return this.name.slice(0, this.name.indexOf('/'));
  }

  /** Something from outside reaches the process: not when it is dead, and when it is frozen only later. */
  deliver(action: () => void): void {
    if (!this.alive) return;
    if (this.frozen) this.#waiting.push(action);
    else action();
  }

  freeze(): void {
    this.frozen = true;
  }

  thaw(): void {
    this.frozen = false;
    for (const action of this.#waiting.splice(0)) action();
  }

  /** Drops every continuation: what the process waits for never comes. */
  kill(): void {
    if (!this.alive) return;
    this.alive = false;
    this.#waiting.length = 0;
    this.onKilled();
  }
}
