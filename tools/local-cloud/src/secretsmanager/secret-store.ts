import { randomUUID } from 'node:crypto';
import type { Store } from '../store/store';
import { secretArn } from './secret-arn';

export interface SecretVersion {
  readonly id: string;
  readonly value: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly stages: readonly string[];
}

export interface StoredSecret {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly versions: readonly SecretVersion[];
}

const storeKey = (name: string): string => `secretsmanager/${name}`;

/** Secrets and their versions, durable. At most the current and the previous version are kept. */
export class SecretStore {
  constructor(
    private readonly store: Store,
    private readonly around: { readonly region: string; readonly account: string; readonly clock: { now(): number } },
  ) {}

  /** By name, by ARN, or by an ARN without its random ending. */
  find(id: string): StoredSecret | undefined {
    const name = id.startsWith('arn:') ? (id.split(':')[6] ?? '') : id;
    return this.#read(name) ?? this.#read(name.replace(/-[A-Za-z0-9]{6}$/, ''));
  }

  async create(name: string, value: string): Promise<void> {
    const createdAt = this.around.clock.now();
    const version = { id: randomUUID(), value, createdAt, stages: ['AWSCURRENT'] };
    const arn = secretArn(name, this.around);
    await this.#write({ name, arn, createdAt, versions: [version] });
  }

  /**
   * Makes a value the current one. A version that has the id already, with the same value, is left as it is.
   * @returns undefined where that version has another value: versions never change
   */
  async putValue(secret: StoredSecret, value: string, id: string = randomUUID()): Promise<SecretVersion | undefined> {
    const there = secret.versions.find((version) => version.id === id);
    if (there) return there.value === value ? there : undefined;
    const current = { id, value, createdAt: this.around.clock.now(), stages: ['AWSCURRENT'] };
    const previous = secret.versions
      .filter(({ stages }) => stages.includes('AWSCURRENT'))
      .map((version) => ({ ...version, stages: ['AWSPREVIOUS'] }));
    await this.#write({ ...secret, versions: [current, ...previous] });
    return current;
  }

  /** Makes a replica what the original is, under an ARN of its own; a replica that is that already is left alone. */
  async replicate({ name, createdAt, versions }: StoredSecret): Promise<void> {
    const replica: StoredSecret = { name, arn: secretArn(name, this.around), createdAt, versions };
    if (JSON.stringify(this.#read(name)) !== JSON.stringify(replica)) await this.#write(replica);
  }

  #read(name: string): StoredSecret | undefined {
    const stored = this.store.get(storeKey(name));
    return stored && (JSON.parse(Buffer.from(stored).toString()) as StoredSecret);
  }

  #write(secret: StoredSecret): Promise<void> {
    return this.store.commit([{ type: 'put', key: storeKey(secret.name), value: Buffer.from(JSON.stringify(secret)) }]);
  }
}
