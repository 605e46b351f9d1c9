import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { type BucketConfiguration, createS3Service } from '../s3/s3-service';
import { createSqsService, type QueueConfiguration, type SqsService } from '../sqs/sqs-service';
import { openStore } from '../store/level-store';
import type { Store } from '../store/store';
import { createEndpoint } from './endpoint';
import { AccessDenied, type ConditionValues, type Principal } from './service';

/** A queue with the defaults of CloudFormation. */
export const queueNamed = (name: string, settings: Partial<QueueConfiguration> = {}): QueueConfiguration => ({
  name,
  visibilityTimeoutSeconds: 30,
  retentionSeconds: 345_600,
  delaySeconds: 0,
  maximumMessageBytes: 1_048_576,
  receiveWaitSeconds: 0,
  ...settings,
});

export const queueArn = (name: string): string => `arn:aws:sqs:us-east-1:000000000000:${name}`;

/** A versioned bucket that notifies nobody. */
export const bucketNamed = (name: string, settings: Partial<BucketConfiguration> = {}): BucketConfiguration => ({
  name,
  versioned: true,
  notifications: [],
  ...settings,
});

/** The fault that a call of an SDK ends with; fails where the call succeeds. */
export async function faultOf(call: Promise<unknown>): Promise<Error & { $metadata: { httpStatusCode?: number } }> {
  const answer = await call.catch((error: unknown) => ({ error }));
  if (typeof answer === 'object' && answer !== null && 'error' in answer) return answer.error as never;
  throw new Error(`The call succeeded: ${JSON.stringify(answer)}`);
}

export interface RegionDescription {
  readonly queues?: readonly QueueConfiguration[];
  readonly buckets?: readonly BucketConfiguration[];
}

/** Decides what the one function of the fixture, with access key `FUNCTION`, may do. */
export type Permission = (action: string, resourceArn: string, conditions: ConditionValues) => boolean;

/**
 * S3 and SQS of one region for specs: on a directory of their own, behind an endpoint on a free port, with a clock
 * that can be moved, and that can be restarted like a process that was killed between two calls.
 */
export class RegionFixture {
  #advanced = 0;
  #store!: Store;
  #server!: Server;
  #port = 0;
  sqsService!: SqsService;
  /** Defects that the endpoint reported; a spec that expects none says so. */
  readonly defects: unknown[] = [];
  permission: Permission = () => false;

  readonly #dir: string;

  private constructor(
    private readonly description: RegionDescription,
    dir: string,
  ) {
    this.#dir = dir;
  }

  /** @param dir the directory of a process that was killed, to go on from. */
  static async start(description: RegionDescription, dir = emptyDirectory()): Promise<RegionFixture> {
    const fixture = new RegionFixture(description, dir);
    await fixture.#open();
    return fixture;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  now = (): number => Date.now() + this.#advanced;

  advance(seconds: number): void {
    this.#advanced += seconds * 1_000;
  }

  queueUrl(name: string): string {
    return `${this.endpoint}/000000000000/${name}`;
  }

  s3(accessKeyId = 'OPERATOR', secretAccessKey = SECRET): S3Client {
    return new S3Client(this.#clientOptions(accessKeyId, secretAccessKey));
  }

  sqs(accessKeyId = 'OPERATOR', secretAccessKey = SECRET): SQSClient {
    return new SQSClient(this.#clientOptions(accessKeyId, secretAccessKey));
  }

  /** The files that hold the bodies of objects. */
  objectFiles(): string[] {
    return readdirSync(join(this.#dir, 'objects'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name)
      .sort();
  }

  /** Lays a file where objects are, as a process leaves one that dies before it commits. */
  addObjectFile(path: string): void {
    const file = join(this.#dir, 'objects', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, 'remains');
  }

  async restart(): Promise<void> {
    const port = this.#port;
    await this.#close();
    await this.#open(port);
  }

  async stop(): Promise<void> {
    await this.#close();
    rmSync(this.#dir, { recursive: true, force: true });
  }

  async #open(port = 0): Promise<void> {
    const clock = { now: this.now };
    const [region, account] = ['us-east-1', '000000000000'];
    this.#store = await openStore(join(this.#dir, 'store'));
    this.sqsService = createSqsService({ store: this.#store, region, account, clock });
    for (const queue of this.description.queues ?? []) await this.sqsService.ensureQueue(queue);
    const s3Service = await createS3Service({
      store: this.#store,
      dir: this.#dir,
      region,
      account,
      clock,
      deliver: (arn, body, sourceArn) => this.sqsService.deliver(arn, body, sourceArn),
    });
    for (const bucket of this.description.buckets ?? []) await s3Service.ensureBucket(bucket);
    await this.sqsService.resumeMoves();
    this.#server = createEndpoint({
      services: [s3Service, this.sqsService],
      region,
      clock,
      principalOf,
      secretOf: (accessKeyId) => (accessKeyId === 'SIGNER' ? SECRET : undefined),
      authorizer: (principal, action, resourceArn, conditions) => {
        if (principal.kind === 'operator' || this.permission(action, resourceArn, conditions)) return;
        throw new AccessDenied(`User: ${principal.roleName} is not authorized to perform: ${action} on ${resourceArn}`);
      },
      onDefect: (error) => this.defects.push(error),
    });
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  async #close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
    await this.sqsService.close();
    await this.#store.close();
  }

  #clientOptions(accessKeyId: string, secretAccessKey: string) {
    return {
      region: 'us-east-1',
      endpoint: this.endpoint,
      credentials: { accessKeyId, secretAccessKey },
      maxAttempts: 1,
    };
  }
}

const SECRET = 'secret';

export const emptyDirectory = (): string => mkdtempSync(join(tmpdir(), 'region-'));

const principalOf = (accessKeyId: string): Principal =>
  accessKeyId === 'FUNCTION'
    ? { kind: 'role', roleName: 'reader-role', functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:reader' }
    : { kind: 'operator' };
