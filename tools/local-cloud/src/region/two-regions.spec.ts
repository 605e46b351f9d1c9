import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AttributeValue,
  DynamoDBClient,
  DeleteItemCommand,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { ReplicationStatus } from '../replication/replication';
import type { RegionArguments, RegionMessage } from './control-messages';
import { freePort } from './testing/free-port';
import { buildMiniAssembly } from './testing/mini-assembly';
import { buildRegionProgram, forkRegion } from './testing/region-program';

const TableName = 'mini-table';

/** A region in a process of its own that is started again with its data, as its supervisor would. */
class RegionUnderTest {
  readonly client: DynamoDBClient;
  readonly secrets: SecretsManagerClient;
  readonly endpoint: string;
  private child!: ChildProcess;

  constructor(
    private readonly script: string,
    private readonly options: RegionArguments,
  ) {
    this.endpoint = `http://127.0.0.1:${options.port}`;
    const local = {
      region: options.region,
      endpoint: this.endpoint,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      maxAttempts: 20,
    };
    this.client = new DynamoDBClient(local);
    this.secrets = new SecretsManagerClient(local);
  }

  async start(): Promise<void> {
    this.child = forkRegion(this.script, this.options);
    for (;;) {
      const [message] = (await once(this.child, 'message')) as [RegionMessage];
      if (message.type === 'ready') return;
      if (message.type === 'fatal') throw new Error(message.message);
    }
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await once(this.child, 'exit');
  }

  async end(): Promise<void> {
    this.client.destroy();
    this.secrets.destroy();
    if (this.child.exitCode === null && this.child.signalCode === null) await this.kill();
  }

  put = (recordId: string, value: string) =>
    this.client.send(new PutItemCommand({ TableName, Item: { ...keyOf(recordId), value: { S: value } } }));

  remove = (recordId: string) => this.client.send(new DeleteItemCommand({ TableName, Key: keyOf(recordId) }));

  async items(): Promise<Record<string, AttributeValue>[]> {
    return (await this.client.send(new ScanCommand({ TableName }))).Items ?? [];
  }

  async replication(): Promise<ReplicationStatus> {
    return (await (await fetch(`${this.endpoint}/_local/replication`)).json()) as ReplicationStatus;
  }
}

const keyOf = (recordId: string) => ({ recordId: { S: recordId }, timestamp: { S: '2026' } });

describe('two regions, each in its process', () => {
  let directory: string;
  let east: RegionUnderTest;
  let west: RegionUnderTest;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'two-regions-'));
    const script = buildRegionProgram(directory);
    const assemblyDir = buildMiniAssembly(directory);
    const ports = { 'us-east-1': await freePort(), 'us-west-2': await freePort() };
    const peers = Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, `http://127.0.0.1:${port}`]));
    [east, west] = Object.entries(ports).map(
      ([region, port]) =>
        new RegionUnderTest(script, { assemblyDir, region, port, peers, dataDir: join(directory, region) }),
    ) as [RegionUnderTest, RegionUnderTest];
    await Promise.all([east.start(), west.start()]);
  });
  afterAll(async () => {
    await Promise.all([east.end(), west.end()]);
    rmSync(directory, { recursive: true });
  });

  const replicated = async () => {
    for (;;) {
      const statuses = await Promise.all([east.replication(), west.replication()]);
      if (statuses.flatMap(({ replicas }) => replicas).every(({ backlog }) => backlog === 0)) return;
      await sleep(10);
    }
  };

  it('have the same secret, each under its own ARN, and only its own region changes it', async () => {
    const SecretId = 'mini-secret';
    const secretOf = (region: RegionUnderTest) => region.secrets.send(new GetSecretValueCommand({ SecretId }));
    const [ofEast, ofWest] = await Promise.all([secretOf(east), secretOf(west)]);
    expect(ofEast.SecretString).toHaveLength(20);
    expect(ofWest.SecretString).toBe(ofEast.SecretString);
    expect(ofWest.ARN).toBe(ofEast.ARN?.replace('us-east-1', 'us-west-2'));
    const put = new PutSecretValueCommand({ SecretId, SecretString: 'rotated' });
    await expect(west.secrets.send(put)).rejects.toThrow('Operation not permitted on a replica secret.');
    await east.secrets.send(put);
    while ((await secretOf(west)).SecretString !== 'rotated') await sleep(20);
  });

  it.each(['us-east-1', 'us-west-2'])('are equal after %s was killed in the middle of a load on both', async (name) => {
    const [victim, other] = name === 'us-east-1' ? [east, west] : [west, east];
    const WRITES = 400;
    let written = 0;
    let halfway: () => void = () => undefined;
    const middle = new Promise<void>((resolve) => (halfway = resolve));
    const load = async (region: RegionUnderTest, who: string) => {
      for (let turn = 0; turn < WRITES; turn += 4) {
        await Promise.all([
          region.put(`${name} ${who} ${turn}`, who),
          region.put(`${name} contended ${turn % 40}`, `${who} ${turn}`),
          region.put(`${name} short-lived ${turn}`, who),
        ]);
        await region.remove(`${name} short-lived ${turn}`);
        written += 4;
        if (written >= WRITES) halfway();
      }
    };
    const loads = Promise.all([load(victim, 'victim'), load(other, 'other')]);
    await middle;
    await victim.kill();
    await other.put(`${name} while it was away`, 'other');
    await victim.start();
    await loads;
    await replicated();

    const items = (await victim.items()).filter(({ recordId }) => recordId?.S?.startsWith(name));
    expect((await other.items()).filter(({ recordId }) => recordId?.S?.startsWith(name))).toEqual(items);
    const found = new Set(items.map(({ recordId }) => recordId?.S));
    const turns = Array.from({ length: WRITES / 4 }, (_, turn) => turn * 4);
    expect(turns.filter((turn) => !found.has(`${name} victim ${turn}`) || !found.has(`${name} other ${turn}`))).toEqual(
      [],
    );
    // The keys of both loads, ten contended ones, and the one that was written while the region was away.
    expect(items).toHaveLength(turns.length * 2 + 10 + 1);
  });
});
