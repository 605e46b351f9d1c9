import { type ChildProcess, fork } from 'node:child_process';
import type { RegionAddress } from '../region/boot-report';
import type { RegionArguments, RegionMessage } from '../region/control-messages';

export interface RegionWatch {
  message(message: RegionMessage): void;
  /** The process died by itself and is started again with its data. */
  restarted(how: string): void;
}

/** A region that can't run, with the sentence that its process said. */
export class RegionFailed extends Error {
  override readonly name = 'RegionFailed';
}

/** Deaths within this of a boot that did not reach `ready` are no accident. */
const MAX_FAILED_BOOTS = 3;

export interface SupervisedRegion {
  readonly address: RegionAddress;
  /** Of the process that runs it now. */
  readonly pid: number | undefined;
  /** Rejects when the region can't be kept running. */
  readonly failed: Promise<never>;
  stop(): Promise<void>;
}

/** Starts a region's process, and starts it again with its data whenever it dies without having been asked to. */
export async function superviseRegion(
  script: string,
  options: RegionArguments,
  watch: RegionWatch,
): Promise<SupervisedRegion> {
  let stopping = false;
  let failedBoots = 0;
  let child: ChildProcess | undefined;
  let fail: (error: Error) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });

  const address = await new Promise<RegionAddress>((resolve, reject) => {
    failed.catch(reject);
    const start = () => {
      let ready = false;
      let fatal: string | undefined;
      const started = fork(script, [JSON.stringify(options)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
      child = started;
      started.on('message', (message: RegionMessage) => {
        watch.message(message);
        if (message.type === 'fatal') fatal = message.message;
        if (message.type !== 'ready') return;
        ready = true;
        failedBoots = 0;
        resolve(message.address);
      });
      started.once('exit', (code, signal) => {
        if (stopping) return;
        if (!ready) failedBoots += 1;
        if (fatal !== undefined) return fail(new RegionFailed(fatal));
        const how = signal ?? `exit code ${code}`;
        if (failedBoots >= MAX_FAILED_BOOTS) {
          return fail(
            new RegionFailed(`${options.region} ended with ${how} at each of ${failedBoots} boots. Try --fresh.`),
          );
        }
        watch.restarted(how);
        start();
      });
    };
    start();
  });

  return {
    address,
    get pid() {
      return child?.pid;
    },
    failed,
    async stop() {
      stopping = true;
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const exited = new Promise((resolve) => child?.once('exit', resolve));
      child.kill('SIGTERM');
      await exited;
    },
  };
}
