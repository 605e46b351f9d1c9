import { once } from 'node:events';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { MetricStore } from './metrics';
import { parseEmbeddedMetrics } from './metrics';

/** The log of one function, a line an event: `<time> <log stream> <message>`. */
export interface FunctionLog {
  readonly file: string;
  write(stream: string, message: string): void;
  close(): Promise<void>;
}

/** Appends to `<directory>/<function>.log`; lines in the embedded metric format go to the metric store as well. */
export function openFunctionLog(directory: string, functionName: string, metrics: MetricStore): FunctionLog {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, `${functionName}.log`);
  const output = createWriteStream(file, { flags: 'a' });
  return {
    file,
    write(stream, message) {
      output.write(`${new Date().toISOString()} ${stream} ${message}\n`);
      metrics.record(parseEmbeddedMetrics(message));
    },
    async close() {
      output.end();
      if (!output.closed) await once(output, 'close');
    },
  };
}
