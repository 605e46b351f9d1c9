/** What a case is written in: JSON, so that it is the same whoever runs it. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

/** Somebody else than who runs the suite: credentials as STS gives them, and how far their clock goes before that of AWS. */
export interface Caller {
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly SessionToken: string;
  readonly clockAheadSeconds?: number;
}

/** One call, and what must come of it. */
export interface Step {
  /** `<service>.<operation>`, as the API names it: `s3.PutObject`; also `presign.<operation>` and `http.<METHOD>`. */
  readonly do: string;
  /** The input as the API names its members; `fill.ts` says what may stand in it beside plain JSON. */
  readonly in?: JsonObject;
  /** The name under which later steps refer to the answer: `${put.VersionId}`. */
  readonly as?: string;
  /** Who signs it; without one it is whoever runs the suite. */
  readonly by?: Caller;
  /** What the answer must have, at least; `match.ts` says what may stand in it. Exclusive with `fault`. */
  readonly out?: JsonObject;
  /** What the fault must have: `code`, `status` (HTTP), `message` and the members of its document. */
  readonly fault?: JsonObject;
  /** Repeats the call for so many seconds until it answers as it must: for what AWS does in its own time. */
  readonly within?: number;
}

/** A queue of a case's own: attributes as SQS names them, and the queue of the same case that takes its dead letters. */
export interface QueueSettings {
  readonly attributes?: Readonly<Record<string, string>>;
  readonly redrive?: { readonly to: string; readonly maxReceiveCount: number };
  /** The events of the versioned bucket (`s3:ObjectCreated:*`) that it gets, of keys that begin with `${case}/`. */
  readonly events?: string;
}

/** An event source mapping of a case's own, made disabled: the queue of the same case that the run's function polls through it. */
export interface MappingSettings {
  readonly of: string;
}

export interface Case {
  /** `<file>: <name>`, unique. */
  readonly name: string;
  readonly queues?: Readonly<Record<string, QueueSettings>>;
  readonly mappings?: Readonly<Record<string, MappingSettings>>;
  /** Clients that can run it, where not all can: `why` says why. */
  readonly clients?: readonly string[];
  readonly why?: string;
  readonly steps: readonly Step[];
}

/** What a client got for a call, as JSON: bytes as `{length, sha256, text}`, instants in ISO 8601. */
export type Answer = { readonly out: JsonObject } | { readonly fault: JsonObject };

/** One way of calling AWS: an SDK of some language. */
export interface Client {
  readonly name: string;
  /** @throws Error when the call could not be made at all: no such operation, nobody listens */
  call(operation: string, input: JsonObject, by?: Caller): Promise<Answer>;
  close(): Promise<void>;
}
