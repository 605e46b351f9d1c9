import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
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

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;

export interface SupervisedRegion {
  readonly address: RegionAddress;
  /** Of the process that runs it now. */
  readonly pid: number | undefined;
  /** Rejects when the region can't be kept running. */
  readonly failed: Promise<never>;
  /** The loss of the region: its process ends with SIGKILL, and stays dead until it is revived. */
  kill(): Promise<void>;
  /** Starts a region that was killed, with the disk that it left; resolves when it runs. */
  revive(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a region's process, and starts it again with its data whenever it dies without having been asked to. */
export async function superviseRegion(
  script: string,
  options: RegionArguments,
  watch: RegionWatch,
): Promise<SupervisedRegion> {
  let stopping = false;
  let killed = false;
  let failedBoots = 0;
  let child: ChildProcess | undefined;
  let fail: (error: Error) => void = () => undefined;
  let start: () => void = () => undefined;
  let revived: () => void = () => undefined;
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });

  const address = await new Promise<RegionAddress>((resolve, reject) => {
    failed.catch(reject);
    start = () => {
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
        revived();
      });
      started.once('exit', (code, signal) => {
        if (stopping || killed) return;
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
    async kill() {
      killed = true;
      if (!child || hasEnded(child)) return;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
    async revive() {
      if (!killed) return;
      killed = false;
      const ready = new Promise<void>((resolve) => (revived = resolve));
      start();
      await Promise.race([ready, failed]);
    },
    async stop() {
      stopping = true;
      if (!child || hasEnded(child)) return;
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}
