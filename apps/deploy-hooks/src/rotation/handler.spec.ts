import type { Context, SecretsManagerRotationEvent } from 'aws-lambda';
import captured from '../fixtures/rotation-event.json';
import { createHandler } from './handler';
import type { RotationPorts, Secrets } from './ports';

const HOUR_MS = 3_600_000;
const now = Date.parse('2026-03-14T09:26:53.589Z');
const first = { notBefore: '1970-01-01T00:00:00Z', key: 'k'.repeat(64) };
const version = captured.ClientRequestToken;

interface Version {
  stages: string[];
  value?: string;
}

/** One secret in memory, with the labels as Secrets Manager moves them; rotation is under way to the event's version. */
class MemorySecrets implements Secrets {
  versions: Record<string, Version> = {
    old: { stages: ['AWSCURRENT'], value: JSON.stringify(first) },
    [version]: { stages: ['AWSPENDING'] },
  };
  async stages() {
    return Object.fromEntries(Object.entries(this.versions).map(([id, { stages }]) => [id, stages]));
  }
  async value(_secretId: string, { version: id, stage }: { version?: string; stage: string }) {
    return Object.entries(this.versions).find(
      ([key, { stages }]) => stages.includes(stage) && (id === undefined || id === key),
    )?.[1].value;
  }
  async putPending(_secretId: string, id: string, value: string) {
    this.versions[id] = { stages: ['AWSPENDING'], value };
  }
  async makeCurrent(_secretId: string, id: string, before: string | undefined) {
    if (before !== undefined) this.versions[before]!.stages = ['AWSPREVIOUS'];
    this.versions[id]!.stages = ['AWSCURRENT', 'AWSPENDING'];
  }
}

function rotation() {
  const secrets = new MemorySecrets();
  const lines: string[] = [];
  const drawn: string[] = [];
  const ports: RotationPorts = {
    secrets,
    clock: { now: () => now },
    drawKey: () => {
      drawn.push('n'.repeat(64));
      return drawn.at(-1)!;
    },
    log: { info: (message, fields) => void lines.push(`${message} ${JSON.stringify(fields)}`) },
  };
  const handler = createHandler(ports);
  const step = (Step: string) => handler({ ...captured, Step } as SecretsManagerRotationEvent, {} as Context);
  return { secrets, lines, drawn, step };
}

describe('a rotation', () => {
  it('appends a key that every function will have by the time it is valid', async () => {
    const { secrets, step } = rotation();
    await step('createSecret');
    const pending = JSON.parse(secrets.versions[version]!.value!);
    expect(pending.keys).toEqual([
      first,
      { notBefore: new Date(now + 2 * HOUR_MS).toISOString(), key: 'n'.repeat(64) },
    ]);
    expect(secrets.versions['old']).toEqual({ stages: ['AWSCURRENT'], value: JSON.stringify(first) });
  });

  it('makes it current at its end, and not before', async () => {
    const { secrets, step } = rotation();
    for (const name of ['createSecret', 'setSecret', 'testSecret']) {
      await step(name);
      expect(secrets.versions['old']?.stages).toEqual(['AWSCURRENT']);
    }
    await step('finishSecret');
    expect(secrets.versions['old']?.stages).toEqual(['AWSPREVIOUS']);
    expect(secrets.versions[version]?.stages).toContain('AWSCURRENT');
  });

  it('may come twice, each step of it', async () => {
    const { secrets, drawn, step } = rotation();
    for (const name of ['createSecret', 'setSecret', 'testSecret', 'finishSecret']) {
      await step(name);
      await step(name);
    }
    expect(drawn).toHaveLength(1);
    expect(JSON.parse(secrets.versions[version]!.value!).keys).toHaveLength(2);
  });

  it('goes on from what earlier ones appended', async () => {
    const { secrets, step } = rotation();
    const second = { notBefore: '2025-12-01T00:00:00.000Z', key: 's'.repeat(64) };
    secrets.versions['old']!.value = JSON.stringify({ keys: [first, second] });
    await step('createSecret');
    expect(JSON.parse(secrets.versions[version]!.value!).keys.slice(0, 2)).toEqual([first, second]);
  });

  it('passes the test that Secrets Manager makes of a new schedule, with a copy of the secret', async () => {
    const { secrets, step } = rotation();
    secrets.versions[version]!.value = JSON.stringify(first);
    await expect(step('testSecret')).resolves.toBeUndefined();
  });

  it('says what it did without showing a key', async () => {
    const { lines, step } = rotation();
    for (const name of ['createSecret', 'testSecret', 'finishSecret']) await step(name);
    expect(lines.map((line) => line.replace(/ \{.*/, ''))).toEqual(['key appended', 'version is current']);
    expect(lines.join()).not.toMatch(/k{64}|n{64}/);
  });
});

describe('a rotation is refused', () => {
  const other = JSON.stringify({ ...first, key: 'x'.repeat(64) });

  it.each(['testSecret', 'finishSecret'])('at %s, where a key was dropped or changed', async (name) => {
    const { secrets, step } = rotation();
    secrets.versions[version]!.value = other;
    await expect(step(name)).rejects.toThrow(
      `The version ${version} of ${captured.SecretId} drops or changes a key. It does not become current.`,
    );
    expect(secrets.versions['old']?.stages).toEqual(['AWSCURRENT']);
  });

  it('where the secret is none of the pipeline, which stays as it is', async () => {
    const { secrets, step } = rotation();
    secrets.versions['old']!.value = '{"password":"p"}';
    await expect(step('createSecret')).rejects.toThrow(
      `The secret holds no list of keys with \`notBefore\` and \`key\`. Correct ${captured.SecretId}, then rotate it again.`,
    );
    expect(secrets.versions[version]).toEqual({ stages: ['AWSPENDING'] });
  });

  it('where nobody announced the version', async () => {
    const { secrets, step } = rotation();
    secrets.versions = { old: secrets.versions['old']! };
    await expect(step('createSecret')).rejects.toThrow(`${captured.SecretId} has no version ${version} to rotate to.`);
  });

  it('where the step is none', async () => {
    await expect(rotation().step('undoSecret')).rejects.toThrow('"undoSecret" is no step of a rotation.');
  });
});
