import type { Minute } from './minute';

/** Node.js takes no longer timer; a longer wait is several. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Calls at an instant of the cloud's own time, wherever a change of the minute's length puts that. It keeps no process alive.
 * @returns what ends the wait
 */
export function callAt(minute: Minute, at: number, call: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const wait = () => {
    clearTimeout(timer);
    const left = minute.scaled(at - minute.now());
    timer = setTimeout(
      () => {
        if (left > LONGEST_TIMER_MS) return wait();
        end();
        call();
      },
      Math.min(Math.max(left, 0), LONGEST_TIMER_MS),
    ).unref();
  };
  const forget = minute.onChange(wait);
  const end = () => {
    clearTimeout(timer);
    forget();
  };
  wait();
  return end;
}
