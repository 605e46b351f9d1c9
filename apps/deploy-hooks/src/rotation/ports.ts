/** Which version of a secret is meant: by its id, by a label that it has, or both. */
export interface SecretVersion {
  readonly version?: string;
  readonly stage: 'AWSCURRENT' | 'AWSPENDING';
}

/** Secrets Manager, as much of it as a rotation calls. */
export interface Secrets {
  /** The labels of each version, by its id. */
  stages(secretId: string): Promise<Readonly<Record<string, readonly string[]>>>;
  /** The text of a version; undefined where there is none. */
  value(secretId: string, version: SecretVersion): Promise<string | undefined>;
  putPending(secretId: string, version: string, text: string): Promise<void>;
  makeCurrent(secretId: string, version: string, before: string | undefined): Promise<void>;
}

export interface RotationPorts {
  readonly secrets: Secrets;
  readonly clock: { now(): number };
  /** A new key, as text. */
  readonly drawKey: () => string;
  readonly log: { info(message: string, fields: object): void };
}
