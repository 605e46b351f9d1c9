import { appendHmacKey, type HmacKey, keepsKeys, KEYS_SERVE_MS, parsePipelineSecret } from '@pipeline/runtime-contract';
import type { SecretsManagerRotationEvent } from 'aws-lambda';
import { type Either, isLeft } from 'fp-ts/Either';
import type { RotationPorts } from './ports';

/** A new key is valid from then on, in milliseconds: when every function has it, and its replica in the other region. */
const LEAD_MS = 2 * KEYS_SERVE_MS;

/**
 * One step of a rotation, as Secrets Manager calls for it: a version of the secret with one key more is made, checked, and
 * becomes the current one. Each step may come twice.
 * @throws Error saying why the secret can't be rotated; Secrets Manager tries again, and the old version stays current
 */
export async function rotate(event: SecretsManagerRotationEvent, ports: RotationPorts): Promise<void> {
  const { SecretId: secretId, ClientRequestToken: version } = event;
  const stages = (await ports.secrets.stages(secretId))[version];
  if (stages === undefined) throw new Error(`${secretId} has no version ${version} to rotate to.`);
  if (stages.includes('AWSCURRENT')) return ports.log.info('version is current already', { version });

  switch (event.Step) {
    case 'createSecret':
      return create(secretId, version, ports);
    case 'setSecret':
      // No other service holds the key: there is nobody to tell.
      return;
    case 'testSecret':
      await check(secretId, version, ports);
      return;
    case 'finishSecret':
      return finish(secretId, version, ports);
    default:
      throw new Error(`"${String(event.Step)}" is no step of a rotation.`);
  }
}

async function create(secretId: string, version: string, { secrets, clock, drawKey, log }: RotationPorts) {
  if ((await secrets.value(secretId, { version, stage: 'AWSPENDING' })) !== undefined) {
    return log.info('version was made already', { version });
  }
  const current = await secrets.value(secretId, { stage: 'AWSCURRENT' });
  const notBefore = new Date(clock.now() + LEAD_MS).toISOString();
  const appended = sound(secretId, appendHmacKey(current ?? '', { notBefore, key: drawKey() }));
  await secrets.putPending(secretId, version, appended);
  log.info('key appended', { version, notBefore });
}

/** A version under which a replay would come out differently must never become current. */
async function check(secretId: string, version: string, { secrets }: RotationPorts): Promise<void> {
  const [current, pending] = await Promise.all([
    keysOf(secretId, await secrets.value(secretId, { stage: 'AWSCURRENT' })),
    keysOf(secretId, await secrets.value(secretId, { version, stage: 'AWSPENDING' })),
  ]);
  if (!keepsKeys(pending, current)) {
    throw new Error(`The version ${version} of ${secretId} drops or changes a key. It does not become current.`);
  }
}

async function finish(secretId: string, version: string, ports: RotationPorts): Promise<void> {
  // Once more: somebody may have put another current version since the test.
  await check(secretId, version, ports);
  const stages = await ports.secrets.stages(secretId);
  const before = Object.keys(stages).find((id) => stages[id]?.includes('AWSCURRENT'));
  await ports.secrets.makeCurrent(secretId, version, before);
  ports.log.info('version is current', { version, before });
}

const keysOf = (secretId: string, text: string | undefined): readonly HmacKey[] =>
  sound(secretId, parsePipelineSecret(text ?? ''));

function sound<A>(secretId: string, result: Either<string, A>): A {
  if (isLeft(result)) throw new Error(`${result.left} Correct ${secretId}, then rotate it again.`);
  return result.right;
}
