import { countUnemulated } from './boot-report';
import type { RegionArguments, RegionMessage, RegionRequest } from './control-messages';
import { runRegion, type RunningRegion } from './run-region';
import { watchSettledRows } from './settled-rows';

/** As much of `process` as the program of a region needs. */
export interface RegionProcess {
  readonly argv: readonly string[];
  /** Absent when nobody listens: the process was started by hand. */
  send?(message: RegionMessage, sent?: () => void): void;
  readonly stdout: { write(text: string): unknown };
  on(event: 'message', listener: (request: RegionRequest) => void): unknown;
  once(event: 'SIGTERM' | 'SIGINT' | 'disconnect', listener: () => void): unknown;
  exit(code: number): never;
}

/**
 * The program of a region's process: boots the region that its one argument describes, tells its parent over IPC, answers
 * the parent's questions, and ends with a signal, by request, or when the parent is gone.
 */
export async function serveRegion(around: RegionProcess): Promise<void> {
  const say = (message: RegionMessage) => {
    if (around.send) around.send(message);
    else around.stdout.write(`${JSON.stringify(message)}\n`);
  };
  const options = JSON.parse(around.argv[2] ?? '{}') as RegionArguments;
  // Until it runs there is nothing to be ended in order: what a boot leaves half done, the next one finds.
  let stop = (): unknown => around.exit(0);
  around.once('SIGTERM', () => void stop());
  // At a terminal Ctrl-C reaches the whole group: the parent decides, and asks. A second one ends it at once.
  around.once('SIGINT', () => undefined);
  around.once('disconnect', () => void stop());

  let region: RunningRegion;
  try {
    region = await runRegion({ ...options, onTrouble: (message) => say({ type: 'warning', message }) });
  } catch (error) {
    const fatal: RegionMessage = { type: 'fatal', message: error instanceof Error ? error.message : String(error) };
    if (around.send) await new Promise<void>((sent) => around.send?.(fatal, sent));
    else say(fatal);
    return around.exit(1);
  }

  const { report, dynamodb } = region;
  const watched = options.progress ? region.plan.tables : [];
  const unwatch = watched.map(({ name }) => watchSettledRows(dynamodb, name, (rows) => say({ type: 'settled', rows })));
  region.minute.onChange(() => say({ type: 'minute', lengthMs: region.minute.length() }));
  let stopped: Promise<never> | undefined;
  stop = () =>
    (stopped ??= (async () => {
      for (const end of unwatch) end();
      await region.stop();
      return around.exit(0);
    })());
  around.on('message', (request) => {
    if (request.type === 'stop') void stop();
    else say(answer(region, request));
  });
  say({
    type: 'ready',
    address: report.address,
    released: report.releasedInFlight,
    unemulated: countUnemulated(report.unemulated),
  });
}

function answer(region: RunningRegion, { type, id }: Exclude<RegionRequest, { type: 'stop' }>): RegionMessage {
  switch (type) {
    case 'status':
      return { type, id, status: region.status() };
    case 'metrics':
      return { type, id, metrics: region.metrics() };
  }
}
