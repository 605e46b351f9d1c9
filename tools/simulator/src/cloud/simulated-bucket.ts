import { createHash } from 'node:crypto';
import { awsError } from './aws-error';

export interface ObjectVersion {
  readonly key: string;
  readonly versionId: string;
  readonly etag: string;
  readonly body: Uint8Array;
  /** Whole seconds. */
  readonly lastModified: Date;
}

export interface GetInput {
  readonly Key: string;
  readonly VersionId?: string;
  readonly IfMatch?: string;
  readonly Range?: string;
}

export interface GetOutput {
  readonly version: ObjectVersion;
  readonly from: number;
}

/** A versioned bucket. */
export class SimulatedBucket {
  readonly #versions = new Map<string, ObjectVersion[]>();

  constructor(readonly name: string) {}

  put(key: string, body: Uint8Array, now: number): ObjectVersion {
    const versions = this.#versions.get(key) ?? [];
    const hash = createHash('md5').update(body).digest('hex');
    const version: ObjectVersion = {
      key,
      versionId: `v${versions.length}${hash.slice(0, 30)}`,
      etag: `"${hash}"`,
      body,
      lastModified: new Date(Math.floor(now / 1_000) * 1_000),
    };
    this.#versions.set(key, [...versions, version]);
    return version;
  }

  has(key: string): boolean {
    return (this.#versions.get(key) ?? []).length > 0;
  }

  /** In the order of a listing. */
  keys(): readonly string[] {
    return [...this.#versions.keys()].filter((key) => this.has(key)).sort();
  }

  versionsOf(key: string): readonly ObjectVersion[] {
    return this.#versions.get(key) ?? [];
  }

  /** Deletes one version for good. */
  remove({ key, versionId }: ObjectVersion): void {
    const left = (this.#versions.get(key) ?? []).filter((version) => version.versionId !== versionId);
    this.#versions.set(key, left);
  }

  /** The version asked for, or the latest, and the first byte of the range. */
  get({ Key, VersionId, IfMatch, Range }: GetInput): GetOutput {
    const versions = this.#versions.get(Key) ?? [];
    const version = VersionId === undefined ? versions.at(-1) : versions.find((one) => one.versionId === VersionId);
    if (!version) {
      throw VersionId === undefined
        ? awsError('NoSuchKey', 404, 'The specified key does not exist.')
        : awsError('NoSuchVersion', 404, 'The specified version does not exist.');
    }
    if (IfMatch !== undefined && IfMatch.replaceAll('"', '') !== version.etag.replaceAll('"', '')) {
      throw awsError('PreconditionFailed', 412, 'At least one of the pre-conditions you specified did not hold');
    }
    const from = Number(/^bytes=(\d+)-$/.exec(Range ?? '')?.[1] ?? 0);
    if (Range !== undefined && from >= version.body.length) {
      throw awsError('InvalidRange', 416, 'The requested range is not satisfiable');
    }
    return { version, from };
  }
}
