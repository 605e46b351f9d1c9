import { DeadlineHeap } from './deadline-heap';
import type { Delivery, StoredMessage } from './message';

/** What is to be known of a message at any time; its content is read when it is handed out. */
export type Entry = Delivery & Pick<StoredMessage, 'id' | 'sentAt'>;

/** Which messages of a queue are visible, in memory. Times are epoch milliseconds. */
export class MessageSchedule {
  readonly #entries = new Map<number, Entry>();
  /** Sequences of the messages that anybody may receive now, in the order in which they became so. */
  readonly #ready = new Set<number>();
  readonly #invisible = new DeadlineHeap<number>();
  /** No message expires before this time. */
  #nextExpiry = Infinity;

  /** When the next message becomes visible, as far as is known now; infinite when none will. */
  get nextVisible(): number {
    return this.#invisible.next ?? Infinity;
  }

  get(sequence: number): Entry | undefined {
    return this.#entries.get(sequence);
  }

  entries(): readonly (readonly [sequence: number, entry: Entry])[] {
    return [...this.#entries];
  }

  /** Live: what is hidden or forgotten during the iteration is left out of its rest. */
  ready(): Iterable<number> {
    return this.#ready;
  }

  add(sequence: number, entry: Entry, retentionMs: number): void {
    this.#nextExpiry = Math.min(this.#nextExpiry, entry.sentAt + retentionMs);
    this.hide(sequence, entry);
  }

  /** Replaces what is known of a message; it is visible again when its time comes and `settle` sees it. */
  hide(sequence: number, entry: Entry): void {
    this.#entries.set(sequence, entry);
    this.#ready.delete(sequence);
    this.#invisible.push(entry.visibleAt, sequence);
  }

  forget(sequence: number): void {
    this.#entries.delete(sequence);
    this.#ready.delete(sequence);
  }

  /** Lets time do its work; returns the messages that are older than the queue keeps them. */
  settle(now: number, retentionMs: number): number[] {
    for (const { at, item } of this.#invisible.due(now)) {
      // A message that was hidden again has several deadlines in the heap; the one that holds counts.
      if (this.#entries.get(item)?.visibleAt === at) this.#ready.add(item);
    }
    if (now < this.#nextExpiry) return [];
    const expired: number[] = [];
    this.#nextExpiry = Infinity;
    for (const [sequence, { sentAt }] of this.#entries) {
      const expiry = sentAt + retentionMs;
      if (expiry <= now) expired.push(sequence);
      else this.#nextExpiry = Math.min(this.#nextExpiry, expiry);
    }
    return expired;
  }

  counts(): { readonly visible: number; readonly inFlight: number; readonly delayed: number } {
    let inFlight = 0;
    for (const [sequence, { receiveCount }] of this.#entries) {
      if (receiveCount > 0 && !this.#ready.has(sequence)) inFlight += 1;
    }
    const visible = this.#ready.size;
    return { visible, inFlight, delayed: this.#entries.size - visible - inFlight };
  }
}
