import type { History } from '../engine/history';
import type { Random } from '../engine/random';
import type { Scheduler } from '../engine/scheduler';
import type { Call, Nemesis } from '../nemesis/nemesis';
import type { ExecutionEnvironment } from './execution-environment';

export interface Network {
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly history: History;
  readonly nemesis: Nemesis;
  /** Milliseconds of one way, at most. */
  readonly latency: number;
  /** Told of every call that leaves, before its fate is decided: where a schedule of kills begins. */
  readonly onCall?: (environment: ExecutionEnvironment, phase: 'before' | 'after') => void;
  calls: number;
}

interface Command {
  readonly input: object;
  readonly constructor: { readonly name: string };
}

/** A call as its client names it; without a region it is of the caller's own. */
type Named = Omit<Call, 'stale' | 'region'> & { readonly region?: string };

interface SendOptions {
  readonly requestTimeout?: number;
}

/** What serves a client's calls: what each addresses, and its effect. */
type Serve = (operation: string, input: never) => readonly [target: string, perform: () => unknown];

/** Makes clients of one execution environment: each `send` is a call over the network, with a fate. */
export const clientOf =
  (environment: ExecutionEnvironment, network: Network, region = environment.region) =>
  (service: Call['service'], serve: Serve) => ({
    send(command: Command, options: SendOptions = {}) {
      const operation = command.constructor.name.replace(/Command$/, '');
      const [target, perform] = serve(operation, command.input as never);
      return travel({ service, operation, target, region }, perform, options, environment, network);
    },
  });

/** There, its effect, and back: the caller may be dead by then, the service does not know. */
export function travel(
  named: Named,
  perform: () => unknown,
  options: SendOptions,
  environment: ExecutionEnvironment,
  network: Network,
): Promise<unknown> {
  const { scheduler, random, history, nemesis } = network;
  const call: Call = { region: environment.region, ...named, stale: environment.stale.delete(named.service) };
  network.calls += 1;
  return new Promise((resolve, reject) => {
    network.onCall?.(environment, 'before');
    if (!environment.alive) return;
    const note = (outcome: string) =>
      history.record(scheduler.now, `${environment.name} ${call.operation} ${call.target} ${outcome}`);
    const back = (outcome: string, answer: () => void, delay = random.next() * network.latency) => {
      note(outcome);
      scheduler.after(delay, () => {
        network.onCall?.(environment, 'after');
        environment.deliver(answer);
      });
    };
    const fate = nemesis.fateOf(call);
    if (fate.kind === 'killed' && !fate.done) {
      note('killed before');
      return environment.kill();
    }
    const slow = nemesis.strikes('F26', 0.02) ? random.between(100, 30_000) : 0;
    const timeout = options.requestTimeout ?? 5_000;
    scheduler.after(random.next() * network.latency, () => {
      if (fate.kind === 'refused') {
        return back(fate.error.name, () => reject(fate.error), Math.min(fate.after ?? 0, timeout));
      }
      let answer: () => void;
      let outcome = 'done';
      try {
        const result = perform();
        answer = () => resolve(result);
      } catch (error) {
        outcome = error instanceof Error ? error.name : String(error);
        answer = () => reject(error as Error);
      }
      if (fate.kind === 'killed') {
        note(`${outcome}, killed after`);
        return environment.kill();
      }
      if (fate.kind === 'unanswered') return back(`${outcome}, unanswered`, () => reject(fate.error));
      if (slow > timeout) return back(`${outcome}, too late`, () => reject(fateOfLate()), timeout);
      back(outcome, answer, slow === 0 ? undefined : slow);
    });
  });
}

const fateOfLate = (): Error => Object.assign(new Error('The request timed out.'), { name: 'TimeoutError' });
