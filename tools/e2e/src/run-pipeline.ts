import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Entry } from '@pipeline/audit-trail';
import { freePort } from './free-port';

const WORKSPACE = join(__dirname, '..', '..', '..');

export interface ReceiptLine {
  readonly dataset: string;
  readonly key: string;
  readonly fileId: string;
  readonly region: string;
  readonly status: string;
  readonly counts: {
    readonly rows: number;
    readonly stored: number;
    readonly duplicate: number;
    readonly superseded: number;
    readonly rejected: number;
  };
  readonly fault?: { readonly code: string };
}

/** Attribute values of DynamoDB's export format. */
export type DumpedItem = Readonly<Record<string, { S?: string; N?: string; M?: DumpedItem; L?: { M: DumpedItem }[] }>>;

export interface FinishedRun {
  readonly code: number | null;
  readonly receipts: readonly ReceiptLine[];
  readonly stdout: string;
  readonly stderr: string;
  readonly items: readonly DumpedItem[];
  /** What `audit.ndjson` of each region holds. */
  readonly trails: Readonly<Record<'us-east-1' | 'us-west-2', readonly Entry[]>>;
  /** What the functions logged. */
  readonly logs: string;
}

/** A run of the pipeline as `npm start` would run it, on a free port, with data of its own. */
export interface Run {
  readonly port: number;
  readonly process: ChildProcess;
  readonly finished: Promise<FinishedRun>;
}

export async function startPipeline(args: readonly string[], options: { readonly port?: number } = {}): Promise<Run> {
  const folder = await mkdtemp(join(tmpdir(), 'pipeline-e2e-'));
  const port = options.port ?? (await freePort());
  const started = spawn(
    process.execPath,
    [
      join(WORKSPACE, 'dist/tools/local-cloud/main.js'),
      ...['--exit', '--json', '--port', String(port), '--data', join(folder, 'data'), '--dump', join(folder, 'dump')],
      ...args,
    ],
    { env: { ...process.env, PIPELINE_WORKSPACE: WORKSPACE }, cwd: WORKSPACE, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const texts = { stdout: '', stderr: '' };
  started.stdout.on('data', (chunk: Buffer) => void (texts.stdout += chunk.toString()));
  started.stderr.on('data', (chunk: Buffer) => void (texts.stderr += chunk.toString()));
  const finished = new Promise<number | null>((resolve) => started.once('close', resolve)).then(async (code) => {
    const dump = await readFile(join(folder, 'dump/us-east-1/items.ndjson'), 'utf8').catch(() => '');
    const trailOf = async (region: string) =>
      jsonLines<Entry>(await readFile(join(folder, 'dump', region, 'audit.ndjson'), 'utf8').catch(() => ''));
    const trails = { 'us-east-1': await trailOf('us-east-1'), 'us-west-2': await trailOf('us-west-2') };
    const logs = await functionLogs(join(folder, 'data/us-east-1/logs'));
    await rm(folder, { recursive: true, force: true });
    return {
      code,
      ...texts,
      logs,
      trails,
      receipts: jsonLines<ReceiptLine>(texts.stdout),
      items: jsonLines<{ Item: DumpedItem }>(dump).map(({ Item }) => Item),
    };
  });
  return { port, process: started, finished };
}

export const runPipeline = async (...args: readonly string[]): Promise<FinishedRun> =>
  (await startPipeline(args)).finished;

async function functionLogs(directory: string): Promise<string> {
  const files = await readdir(directory).catch(() => []);
  return (await Promise.all(files.map((file) => readFile(join(directory, file), 'utf8')))).join('\n');
}

/** Every line must be JSON: a line that is not fails the test that asked. */
function jsonLines<T>(text: string): T[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}
