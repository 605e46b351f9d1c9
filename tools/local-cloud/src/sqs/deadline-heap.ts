interface Deadline<T> {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly item: T;
}

/** Items by their time, the earliest first: a binary heap. */
export class DeadlineHeap<T> {
  readonly #heap: Deadline<T>[] = [];

  /** The earliest time; undefined when there is none. */
  get next(): number | undefined {
    return this.#heap[0]?.at;
  }

  push(at: number, item: T): void {
    const heap = this.#heap;
    heap.push({ at, item });
    let child = heap.length - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!this.#swapIfLater(parent, child)) return;
      child = parent;
    }
  }

  /** Takes out everything whose time has come. */
  *due(now: number): Generator<Deadline<T>> {
    for (let first = this.#heap[0]; first !== undefined && first.at <= now; first = this.#heap[0]) {
      this.#removeFirst();
      yield first;
    }
  }

  #removeFirst(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    heap[0] = last;
    let parent = 0;
    for (;;) {
      const [left, right] = [2 * parent + 1, 2 * parent + 2];
      const earlier = (heap[right]?.at ?? Infinity) < (heap[left]?.at ?? Infinity) ? right : left;
      if (!this.#swapIfLater(parent, earlier)) return;
      parent = earlier;
    }
  }

  #swapIfLater(parent: number, child: number): boolean {
    const [upper, lower] = [this.#heap[parent], this.#heap[child]];
    if (upper === undefined || lower === undefined || upper.at <= lower.at) return false;
    this.#heap[parent] = lower;
    this.#heap[child] = upper;
    return true;
  }
}
