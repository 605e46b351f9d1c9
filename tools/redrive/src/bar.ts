import { Presets, SingleBar } from 'cli-progress';

/** A progress bar on a terminal, nothing where the output is piped. */
export function progressBar(what: string, stream: NodeJS.WriteStream) {
  if (!stream.isTTY) return { at: (_done: number, _total: number) => undefined, stop: () => undefined };
  const bar = new SingleBar(
    { stream, format: ` ${what} {bar} {percentage}%  {value} of {total}  {eta_formatted} left`, hideCursor: true },
    Presets.shades_classic,
  );
  let started = false;
  return {
    at(done: number, total: number) {
      if (!started) bar.start(total, done);
      started = true;
      bar.setTotal(total);
      bar.update(done);
    },
    stop: () => bar.stop(),
  };
}
