import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as iam from '@aws-sdk/client-iam';
import * as lambda from '@aws-sdk/client-lambda';
import * as s3 from '@aws-sdk/client-s3';
import * as secretsmanager from '@aws-sdk/client-secrets-manager';
import * as sns from '@aws-sdk/client-sns';
import * as sqs from '@aws-sdk/client-sqs';
import * as sts from '@aws-sdk/client-sts';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { Answer, Caller, Client, Json, JsonObject } from './case';

/** Where a client calls, and as whom; without an endpoint it is AWS, with the credentials of the environment. */
export interface Target {
  readonly region: string;
  readonly endpoint?: string;
}

/** Bodies up to this are shown as text, longer ones by length and hash. */
const SHOWN_BYTES = 4_096;

interface AnyClient {
  send(command: unknown): Promise<object>;
  destroy(): void;
}
type Constructor<T> = new (input: unknown) => T;

/** The AWS SDK for JavaScript, one client a service. */
export function createJsClient({ region, endpoint }: Target): Client {
  const options =
    endpoint === undefined
      ? { region }
      : // What a retry would hide is what this looks for.
        { region, endpoint, maxAttempts: 1, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
  // Cases name operations as data: what one takes and gives is for the case to say, not for the types of the SDK.
  const packages = { dynamodb, iam, lambda, s3, secretsmanager, sns, sqs, sts } as unknown as Readonly<
    Record<string, Readonly<Record<string, Constructor<unknown>>>>
  >;
  const clientsOf = (more: object) =>
    ({
      dynamodb: new dynamodb.DynamoDBClient({ ...options, ...more }),
      iam: new iam.IAMClient({ ...options, ...more }),
      lambda: new lambda.LambdaClient({ ...options, ...more }),
      s3: new s3.S3Client({ ...options, ...more, forcePathStyle: endpoint !== undefined }),
      secretsmanager: new secretsmanager.SecretsManagerClient({ ...options, ...more }),
      sns: new sns.SNSClient({ ...options, ...more }),
      sts: new sts.STSClient({ ...options, ...more }),
      sqs: new sqs.SQSClient({ ...options, ...more, useQueueUrlAsEndpoint: endpoint === undefined }),
    }) as unknown as Readonly<Record<string, AnyClient>>;
  const own = clientsOf({});
  // By default it would sign the checksum of the body that it does not know yet.
  const signer = new s3.S3Client({
    ...options,
    forcePathStyle: endpoint !== undefined,
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
  return {
    name: 'js',
    async call(name, input, by) {
      const [service = '', operation = ''] = name.split('.');
      if (service === 'presign') return { out: { url: await presign(signer, operation, input) } };
      const Command = packages[service]?.[`${operation}Command`];
      const clients = by ? clientsOf(signedBy(by)) : own;
      const client = clients[service];
      if (!Command || !client) throw new Error(`The SDK has no operation ${name}.`);
      try {
        const { $metadata: _, ...out } = (await client.send(new Command(sendable(input)))) as JsonObject;
        return { out: (await shown(out)) as JsonObject };
      } catch (error) {
        return answerOf(error);
      } finally {
        if (by) for (const each of Object.values(clients)) each.destroy();
      }
    },
    async close() {
      for (const client of Object.values(own)) client.destroy();
      signer.destroy();
    },
  };
}

/** Tried once: a second time the SDK would go by the clock of AWS. */
const signedBy = ({ AccessKeyId, SecretAccessKey, SessionToken, clockAheadSeconds = 0 }: Caller) => ({
  credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
  systemClockOffset: clockAheadSeconds * 1_000,
  maxAttempts: 1,
});

/** `presign.PutObject` and `presign.GetObject`: a URL for who has no credentials, valid for `ExpiresIn` seconds. */
function presign(signer: s3.S3Client, operation: string, { ExpiresIn, ...input }: JsonObject): Promise<string> {
  const values = sendable(input) as s3.PutObjectCommandInput;
  const command = operation === 'PutObject' ? new s3.PutObjectCommand(values) : new s3.GetObjectCommand(values);
  return getSignedUrl(signer, command, { expiresIn: Number(ExpiresIn) });
}

async function answerOf(error: unknown): Promise<Answer> {
  const {
    name,
    message,
    $metadata,
    $fault: _fault,
    $response: _response,
    ...members
  } = error as Error & {
    $metadata?: { httpStatusCode?: number };
    $fault?: unknown;
    $response?: unknown;
  };
  // Nobody answered, or the SDK itself refused: no fault of the service.
  if ($metadata?.httpStatusCode === undefined) throw error;
  const rest = (await shown(members)) as JsonObject;
  return { fault: { ...rest, code: name, message, status: $metadata.httpStatusCode } };
}

/** A case's input as the SDK wants it. */
function sendable(value: Json): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(sendable);
  const object = value as JsonObject;
  if (typeof object['$base64'] === 'string') return Uint8Array.from(Buffer.from(object['$base64'], 'base64'));
  if (typeof object['$date'] === 'string') return new Date(object['$date']);
  if (typeof object['$stream'] === 'string') return Readable.from([Buffer.from(object['$stream'])]);
  return Object.fromEntries(Object.entries(object).map(([name, member]) => [name, sendable(member)]));
}

/** An answer of the SDK as JSON: streams read, bytes described, what is undefined left out. */
async function shown(value: unknown): Promise<unknown> {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return describeBytes(value);
  if (value instanceof Readable) return describeBytes(Buffer.concat(await value.toArray()));
  if (Array.isArray(value)) return Promise.all(value.map(shown));
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(await Promise.all(entries.map(async ([name, each]) => [name, await shown(each)] as const)));
}

function describeBytes(bytes: Uint8Array): JsonObject {
  const text = bytes.length > SHOWN_BYTES ? {} : { text: Buffer.from(bytes).toString('utf8') };
  return { length: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex'), ...text };
}
