import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient, QueryCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { freePort } from './free-port';
import type { ReceiptLine } from './run-pipeline';

jest.setTimeout(180_000);

const WORKSPACE = join(__dirname, '..', '..', '..');
const HEADER = 'date,precipitation,temp_max,temp_min,wind,weather';
const GOOD = '2026-01-02,0.0,12.8,5.0,4.7,drizzle';
const BAD = `${GOOD},one too many`;
const TableName = 'serverless-processed-data-prod';
const local = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };

let folder: string;
let cloud: ChildProcess;
let endpoint: string;
let delivered: ReceiptLine;

/** A pipeline that stays up, with one file delivered whose second row is bad. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'redrive-e2e-'));
  const file = join(folder, 'bad.csv');
  await writeFile(file, [HEADER, GOOD.replace('01-02', '01-01'), BAD, ''].join('\n'));
  const port = await freePort();
  endpoint = `http://127.0.0.1:${port}`;
  const main = join(WORKSPACE, 'dist/tools/local-cloud/main.js');
  const args = ['--json', '--port', String(port), '--data', join(folder, 'data'), `weather=${file}`];
  cloud = spawn(process.execPath, [main, ...args], {
    env: { ...process.env, PIPELINE_WORKSPACE: WORKSPACE },
    cwd: WORKSPACE,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let said = '';
  cloud.stdout?.on('data', (chunk: Buffer) => void (said += chunk.toString()));
  while (!said.includes('\n') && cloud.exitCode === null) await sleep(50);
  delivered = JSON.parse(said.split('\n')[0] ?? '') as ReceiptLine;
});

afterAll(async () => {
  const closed = new Promise((resolve) => cloud.once('close', resolve));
  cloud.kill('SIGTERM');
  await closed;
  await rm(folder, { recursive: true, force: true });
});

/** Runs a command as a person would; its lines of standard output, of which the last is the verdict. */
const run = (command: 'redrive' | 'replay', ...args: readonly string[]) =>
  new Promise<{ code: number | null; lines: readonly string[] }>((resolve) => {
    const script = join(WORKSPACE, `dist/tools/redrive/${command}.js`);
    const options = { timeout: 20_000 };
    const child = execFile(process.execPath, [script, '--endpoint', endpoint, ...args], options, (_, stdout) =>
      resolve({ code: child.exitCode, lines: stdout.trimEnd().split('\n') }),
    );
  });

const NO_DEAD_LETTER = { code: 0, lines: ['holds: no dead letter in serverless-ingest-dlq-prod (us-east-1)'] };

it('rejected rows are replayed under a receipt of their own, and stored once they fit', async () => {
  expect(delivered).toMatchObject({ status: 'COMPLETED_WITH_REJECTS', counts: { rows: 2, stored: 1, rejected: 1 } });
  expect(await run('replay', delivered.fileId)).toEqual({
    code: 2,
    lines: [
      `does not hold: replay 1 of ${delivered.key}: 1 row, 1 read = 0 stored + 0 duplicate + 0 superseded + 1 rejected; what is rejected stays as it is`,
    ],
  });
  await mendRow(delivered.fileId, 2, GOOD);
  expect(await run('replay', delivered.fileId)).toEqual({
    code: 0,
    lines: [`holds: replay 2 of ${delivered.key}: 1 row, 1 read = 1 stored + 0 duplicate + 0 superseded + 0 rejected`],
  });
  expect(await run('replay', delivered.fileId)).toEqual({
    code: 0,
    lines: [`holds: ${delivered.key} has no row that is rejected now`],
  });
});

it('dead letters are explained with what became of their files, and moved back', async () => {
  expect(await run('redrive')).toEqual(NO_DEAD_LETTER);
  await leaveDeadLetter();
  const { code, lines } = await run('redrive', '--json');
  expect(code).toBe(2);
  const [explained, verdict] = lines.map((line) => JSON.parse(line) as { files?: readonly object[] });
  expect(explained).toMatchObject({
    reason: expect.stringContaining('SQS moved it after its last receive'),
    repair: 'Its files are complete: moving it back changes nothing, and clears it away.',
  });
  expect(explained?.files).toMatchObject([{ fileId: delivered.fileId, key: delivered.key }]);
  expect(verdict).toMatchObject({ verdict: 'does not hold' });

  expect(await run('redrive', '--move', '--rate', '100')).toEqual({
    code: 0,
    lines: ['holds: 1 of 1 dead letter moved back to serverless-ingest-queue-prod (us-east-1)'],
  });
  expect(await run('redrive')).toEqual(NO_DEAD_LETTER);
});

/** As if the row's schema had been mended: its bytes are what the schema takes. */
async function mendRow(fileId: string, ordinal: number, raw: string): Promise<void> {
  const table = new DynamoDBClient({ ...local, endpoint });
  const { Items = [] } = await table.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: 'recordId = :row',
      ExpressionAttributeValues: { ':row': { S: `rejected#${fileId}#${ordinal}` } },
    }),
  );
  const { recordId, timestamp } = Items[0] ?? {};
  await table.send(
    new UpdateItemCommand({
      TableName,
      Key: { recordId: recordId ?? { S: '' }, timestamp: timestamp ?? { S: '' } },
      UpdateExpression: 'SET #raw = :raw',
      ExpressionAttributeNames: { '#raw': 'raw' },
      ExpressionAttributeValues: { ':raw': { S: raw } },
    }),
  );
  table.destroy();
}

/** A message as SQS moves it when its function dies at the last receive: without a context. */
async function leaveDeadLetter(): Promise<void> {
  const sqs = new SQSClient({ ...local, endpoint });
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'serverless-ingest-dlq-prod' }));
  const body = {
    kind: 'slice',
    fileId: delivered.fileId,
    address: { bucket: 'serverless-data-ingestion-prod', key: delivered.key },
    origin: { role: 'ingestion-us-east-1', key: delivered.key },
    slice: { start: 0, ordinal: 1, line: 1 },
    attempt: 0,
  };
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(body) }));
  sqs.destroy();
}
