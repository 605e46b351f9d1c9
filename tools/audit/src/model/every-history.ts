import { createHash } from 'node:crypto';
import type { Choices } from './choices';
import { History, REAL, type Rules } from './run-history';
import type { Scope } from './scope';

/** Choices in the order of a number that is counted up: after the last all combinations have been there. */
class EveryChoice implements Choices {
  readonly #path: { at: number; readonly limit: number }[] = [];
  #depth = 0;

  below(limit: number): number {
    const choice = this.#path[this.#depth] ?? { at: 0, limit };
    this.#path[this.#depth] = choice;
    this.#depth += 1;
    return choice.at;
  }

  /** Chances are nothing here: either happens. */
  onceIn(): boolean {
    return this.below(2) === 0;
  }

  /** Whether this history has left the one before it. */
  get fresh(): boolean {
    return this.#depth >= this.#path.length;
  }

  /** Goes back to the begin, for the next combination; false when there is none. */
  next(): boolean {
    this.#depth = 0;
    for (let last = this.#path.at(-1); last !== undefined; last = this.#path.at(-1)) {
      last.at += 1;
      if (last.at < last.limit) return true;
      this.#path.pop();
    }
    return false;
  }
}

export interface EveryEnd {
  /** The first that is wrong. */
  readonly wrong?: string;
  /** Histories that were followed, each to its end or to where one before it went on from. */
  readonly histories: number;
  readonly states: number;
  /** Of the longest. */
  readonly steps: number;
}

/**
 * All histories of a scope: at each step each of the things that may happen does. A state that comes again is not gone
 * on from again; only its hash is kept.
 */
export function everyHistory(scope: Scope, rules: Rules = REAL): EveryEnd {
  const choices = new EveryChoice();
  const states = new Set<string>();
  const known = (state: () => string): boolean => {
    if (!choices.fresh) return false;
    const before = states.size;
    states.add(createHash('sha256').update(state()).digest('base64'));
    return states.size === before;
  };
  let [histories, longest] = [0, 0];
  do {
    const { wrong, steps } = new History(choices, rules, scope).run(known);
    histories += 1;
    longest = Math.max(longest, steps);
    if (wrong !== undefined) return { wrong, histories, states: states.size, steps };
  } while (choices.next());
  return { histories, states: states.size, steps: longest };
}
