import { createReadStream } from 'node:fs';
import { MultiBar, Presets, type SingleBar } from 'cli-progress';

/** What a person sees while a file is under way. */
export interface FileProgress {
  /** Rows settled so far, as far as they can be seen: a duplicate writes nothing. */
  rows(settled: number): void;
  end(status: string): void;
}

export interface Progress {
  /** Whether anybody sees bars. */
  readonly visible: boolean;
  file(name: string, expectedRows: number): FileProgress;
  stop(): void;
}

/** A bar per file on a terminal; nothing at all where the output is piped: there the lines at the end say it. */
export function progressBars(stream: NodeJS.WriteStream): Progress {
  if (!stream.isTTY) {
    return { visible: false, file: () => ({ rows: () => undefined, end: () => undefined }), stop: () => undefined };
  }
  const bars = new MultiBar(
    {
      stream,
      format: ' {name} {bar} {percentage}%  {value} of about {total} rows  {status}',
      hideCursor: true,
      clearOnComplete: false,
      autopadding: true,
    },
    Presets.shades_classic,
  );
  return {
    visible: true,
    file(name, expectedRows) {
      const shown = { name: name.padEnd(44), status: '' };
      const bar: SingleBar = bars.create(Math.max(expectedRows, 1), 0, shown);
      return {
        rows: (settled) => bar.update(Math.min(settled, bar.getTotal())),
        end: (status) => {
          bar.update(bar.getTotal(), { ...shown, status });
          bar.stop();
        },
      };
    },
    stop: () => bars.stop(),
  };
}

/** Line ends of a file: about its rows, good enough for a bar and for nothing else. */
export async function countRows(path: string): Promise<number> {
  let lines = 0;
  for await (const chunk of createReadStream(path)) {
    for (const byte of chunk as Buffer) if (byte === 10) lines += 1;
  }
  return lines;
}
