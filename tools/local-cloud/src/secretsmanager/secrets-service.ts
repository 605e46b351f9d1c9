import { readBody } from '../http/read-body';
import { NotEmulated, type Service, ServiceFault, type ServiceRequest, type ServiceResponse } from '../http/service';
import type { Store } from '../store/store';
import { generateSecret, type SecretGeneration } from './generate-secret';
import { SecretStore, type SecretVersion, type StoredSecret } from './secret-store';

export interface SecretsOptions {
  readonly store: Store;
  readonly region: string;
  readonly account: string;
  readonly clock: { now(): number };
}

export interface SecretsService extends Service {
  /** Makes the secret of a template, once: at later starts it is what it was. */
  ensureSecret(secret: {
    readonly name: string;
    readonly value?: string;
    readonly generation: SecretGeneration;
  }): Promise<void>;
  /** The secret is a replica of another region's: only `replicate` changes it. */
  ensureReplica(name: string): Promise<void>;
  /** Makes a replica what its original in another region is. */
  replicate(original: StoredSecret): Promise<void>;
  has(name: string): boolean;
  /** The secrets that are no replicas, as other regions replicate them. */
  originals(): readonly StoredSecret[];
}

type Input = Readonly<Record<string, unknown>>;

/** Secrets Manager limits a secret to 64 KiB; a request carries it escaped. */
const LARGEST_REQUEST = 1 << 19;
const CONTENT_TYPE = 'application/x-amz-json-1.1';

/** The members that each operation takes; any other is not emulated, and said so. */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  GetSecretValue: ['SecretId', 'VersionId', 'VersionStage'],
  DescribeSecret: ['SecretId'],
  PutSecretValue: ['SecretId', 'SecretString', 'ClientRequestToken'],
};

/** AWS Secrets Manager, as much as the functions and whoever rotates by hand call: JSON 1.1. */
export function createSecretsService({ store, ...around }: SecretsOptions): SecretsService {
  const secrets = new SecretStore(store, around);
  const originals = new Set<string>();
  const replicas = new Set<string>();

  const run = async (operation: string, input: Input, request: ServiceRequest): Promise<object> => {
    const members = MEMBERS[operation];
    if (!members) throw new NotEmulated('Secrets Manager', operation);
    const unknown = Object.keys(input).find((name) => !members.includes(name));
    if (unknown !== undefined) throw new NotEmulated('Secrets Manager', `the parameter ${unknown} of ${operation}`);
    const secret = secrets.find(textOf(input, 'SecretId'));
    if (!secret) throw notFound("Secrets Manager can't find the specified secret.");
    request.authorize(`secretsmanager:${operation}`, secret.arn);
    if (operation === 'DescribeSecret') return described(secret);
    if (operation === 'GetSecretValue') return valueOf(secret, input);
    if (replicas.has(secret.name)) throw onReplica();
    const token = input['ClientRequestToken'] === undefined ? undefined : textOf(input, 'ClientRequestToken');
    const version = await secrets.putValue(secret, textOf(input, 'SecretString'), token);
    if (!version) {
      const message = `You can't use ClientRequestToken ${token} because that value is already in use for a version of secret ${secret.arn}.`;
      throw new ServiceFault('ResourceExistsException', 400, message);
    }
    return { ARN: secret.arn, Name: secret.name, VersionId: version.id, VersionStages: version.stages };
  };

  return {
    scope: 'secretsmanager',
    async handle(request) {
      const target = String(request.headers['x-amz-target'] ?? '');
      const operation = target.slice(target.indexOf('.') + 1);
      const body = (await readBody(request.body, LARGEST_REQUEST)).toString();
      return json(200, await run(operation, inputOf(body), request));
    },
    fault: ({ code, status, message }) => json(status, { __type: code, Message: message }),
    async ensureSecret({ name, value, generation }) {
      originals.add(name);
      if (!secrets.find(name)) await secrets.create(name, value ?? generateSecret(generation));
    },
    async ensureReplica(name) {
      replicas.add(name);
    },
    replicate: (original) => secrets.replicate(original),
    has: (name) => secrets.find(name) !== undefined,
    originals: () => [...originals].flatMap((name) => secrets.find(name) ?? []),
  };
}

const json = (status: number, body: object): ServiceResponse => ({
  status,
  headers: { 'content-type': CONTENT_TYPE },
  body: JSON.stringify(body),
});

function inputOf(body: string): Input {
  try {
    return JSON.parse(body) as Input;
  } catch {
    throw new ServiceFault('SerializationException', 400, 'The request body is not JSON.');
  }
}

function textOf(input: Input, name: string): string {
  const value = input[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new ServiceFault('InvalidParameterException', 400, `${name} must be a text that is not empty.`);
}

const notFound = (message: string) => new ServiceFault('ResourceNotFoundException', 400, message);

function onReplica(): ServiceFault {
  const message = "Operation not permitted on a replica secret. Call must be made in primary secret's region.";
  return new ServiceFault('InvalidRequestException', 400, message);
}

function valueOf(secret: StoredSecret, input: Input): object {
  const stage = input['VersionStage'] ?? (input['VersionId'] === undefined ? 'AWSCURRENT' : undefined);
  const wanted = ({ id, stages }: SecretVersion) =>
    (input['VersionId'] === undefined || id === input['VersionId']) &&
    (stage === undefined || stages.includes(String(stage)));
  const version = secret.versions.find(wanted);
  if (!version) {
    const which = stage === undefined ? `VersionId: ${String(input['VersionId'])}` : `staging label: ${String(stage)}`;
    throw notFound(`Secrets Manager can't find the specified secret value for ${which}`);
  }
  return {
    ARN: secret.arn,
    Name: secret.name,
    VersionId: version.id,
    SecretString: version.value,
    VersionStages: version.stages,
    CreatedDate: version.createdAt / 1_000,
  };
}

const described = ({ arn, name, createdAt, versions }: StoredSecret): object => ({
  ARN: arn,
  Name: name,
  CreatedDate: createdAt / 1_000,
  VersionIdsToStages: Object.fromEntries(versions.map(({ id, stages }) => [id, stages])),
});
