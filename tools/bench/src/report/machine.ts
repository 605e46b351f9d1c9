import { availableParallelism, cpus, loadavg, platform, totalmem } from 'node:os';

/** What the figures were measured on, in one sentence; without what would name a person or a host. */
export function machine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const memory = Math.round(totalmem() / 1_024 ** 3);
  const [load = 0] = loadavg();
  return (
    `${availableParallelism()} processors (${model}), ${memory} GiB, ${platform()}, Node.js ${process.versions.node}, ` +
    `V8 ${process.versions.v8}; load ${load.toFixed(1)} at the end.`
  );
}
