import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Caller, Case, Client, Json, JsonObject, Step } from './case';
import { fillObject, type Scope } from './fill';
import { match } from './match';

/** Where a case left what was expected of it. */
export interface Deviation {
  readonly case: string;
  /** From 1. */
  readonly step: number;
  readonly operation: string;
  readonly difference: string;
}

export interface RunOptions {
  readonly client: Client;
  /** What a case may refer to, its own queues included. */
  readonly scopeOf: (each: Case) => Scope;
  /** Called before every round, no call being under way. */
  readonly beforeRound?: () => Promise<void>;
  /** Cases whose steps are under way at once. */
  readonly atOnce?: number;
}

/** Pause between two tries of a step that may take its time, in milliseconds. */
const AGAIN_MS = 200;

/**
 * Runs cases in step: round n makes the nth call of every case. Cases share no data, so that one kill of the
 * implementation before a round lies between two calls of every case.
 * @returns what deviated; a case goes no further than that, unless it is the right fault in other words
 * @throws Error when a call could not be made at all
 */
export async function runCases(cases: readonly Case[], options: RunOptions): Promise<readonly Deviation[]> {
  const { client, scopeOf, beforeRound, atOnce = 8 } = options;
  const deviations: Deviation[] = [];
  let open = cases.map((each) => ({ each, scope: scopeOf(each) as Record<string, Json>, failed: false }));
  for (let round = 0; open.length > 0; round += 1) {
    await beforeRound?.();
    const waiting = [...open];
    const worker = async () => {
      for (let run = waiting.shift(); run !== undefined; run = waiting.shift()) {
        const step = run.each.steps[round] as Step;
        const taken = await take(step, client, run.scope);
        if (taken === undefined) continue;
        const { difference } = taken;
        run.failed = !taken.inWords;
        deviations.push({ case: run.each.name, step: round + 1, operation: step.do, difference });
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    open = open.filter(({ each, failed }) => !failed && each.steps.length > round + 1);
  }
  return deviations.sort((left, right) => compareText(left.case, right.case) || left.step - right.step);
}

/** What is not as it must be; `inWords`: it is the fault that was expected, only told otherwise. */
interface Difference {
  readonly difference: string;
  readonly inWords: boolean;
}

/** Makes one call, again and again if the step allows it, and puts its answer into the scope. */
async function take(step: Step, client: Client, scope: Record<string, Json>): Promise<Difference | undefined> {
  const deadline = Date.now() + (step.within ?? 0) * 1_000;
  const input = fillObject(step.in ?? {}, scope);
  const by = step.by && (fillObject({ ...step.by }, scope) as unknown as Caller);
  for (;;) {
    const answer = await client.call(step.do, input, by);
    const difference = compare(answer, step, scope);
    if (difference === undefined) {
      if (step.as !== undefined) scope[step.as] = 'out' in answer ? answer.out : answer.fault;
      return undefined;
    }
    if (Date.now() >= deadline) return { difference, inWords: isRightFault(answer, step) };
    await sleep(AGAIN_MS);
  }
}

const isRightFault = (answer: Answer, { fault }: Step): boolean =>
  'fault' in answer &&
  fault?.['code'] !== undefined &&
  answer.fault['code'] === fault['code'] &&
  answer.fault['status'] === (fault['status'] ?? answer.fault['status']);

function compare(answer: { readonly out?: JsonObject; readonly fault?: JsonObject }, step: Step, scope: Scope) {
  if (answer.out !== undefined) {
    return step.out === undefined
      ? `expected the fault ${JSON.stringify(step.fault)}, got an answer`
      : match(answer.out, fillObject(step.out, scope));
  }
  return step.fault === undefined
    ? `expected an answer, got the fault ${String(answer.fault?.['code'])}: ${String(answer.fault?.['message'])}`
    : match(answer.fault, fillObject(step.fault, scope));
}

const compareText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
