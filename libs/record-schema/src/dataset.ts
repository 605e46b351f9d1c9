import type * as t from 'io-ts';
import type { DecimalValue } from './decimal';
import { knowsPath, type Structure } from './structure';

/** What a payload is made of. */
export type PayloadValue =
  | string
  | boolean
  | null
  | DecimalValue
  | readonly PayloadValue[]
  | { readonly [name: string]: PayloadValue | undefined };
export type Payload = { readonly [name: string]: PayloadValue | undefined };

/** How the files of a dataset may end; each rule of the bucket's notification is one of them. */
export const suffixes = [
  '.csv',
  '.csv.gz',
  '.json',
  '.json.gz',
  '.ndjson',
  '.ndjson.gz',
  '.jsonl',
  '.jsonl.gz',
] as const;
export type Suffix = (typeof suffixes)[number];

/** What a transform may know beside the record: nothing that depends on the clock, the region or the attempt. */
export interface TransformContext {
  /** ISO 8601, whole seconds: the file's, the same wherever and whenever it is processed. */
  readonly lastModified: string;
  /** Keys of sensitive fields, for the datasets that have any. */
  readonly hmacKeys?: readonly { readonly notBefore: string; readonly key: Uint8Array }[];
}

/** A real or generated file that shows the dataset at work. */
export interface Sample {
  readonly file: string;
  readonly from: { readonly package: string; readonly path: string } | { readonly rows: () => Iterable<object> };
  /** Whether it is among the files of a demonstration that asks for none by name. */
  readonly byDefault: boolean;
}

/** What a key prefix stands for: `incoming/<name>/…`. */
export interface Dataset<A = unknown> {
  /** Kebab case; the prefix of keys and of `recordId`. */
  readonly name: string;
  /** One sentence, for people. */
  readonly description: string;
  /** Raised with every change of schema or transform that alters stored content. */
  readonly schemaVersion: number;
  readonly suffixes: readonly Suffix[];
  /** Between the fields of a CSV; a comma by default. */
  readonly delimiter?: string;
  /** Fields that are not in the schema are dropped. */
  readonly record: t.Type<A>;
  /** The business key: with the event time it says which records are the same. */
  readonly key: (record: A) => string;
  /** The record's own event time, or, for reference data that has none, a fixed instant: ISO 8601 UTC milliseconds. */
  readonly time: ((record: A) => string) | { readonly fixed: string };
  /**
   * Of records that count their own states (a version, a change number), a whole number from 0 to 20 digits: the higher
   * one wins, whichever file came later. Without it the later file wins.
   */
  readonly sequence?: (record: A) => DecimalValue;
  readonly transform: (record: A, context: TransformContext) => Payload;
  /**
   * Paths of members that identify a person (`customer.email`): they reach neither table, trail nor log in clear. The
   * transform replaces them, with keys that its context then has; of a rejected row only the other members are kept.
   */
  readonly sensitive?: readonly string[];
  readonly sample: Sample;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
/** What items of other kinds begin their `recordId` with: a dataset so called would write over them. */
const RESERVED = new Set(['file', 'heartbeat', 'rejected', 'upload']);
/** A name is part of every item's key: its bytes are paid with every write. */
const MAX_NAME = 40;
const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/**
 * A dataset whose parts agree with each other, its record's type forgotten: rows are validated before they reach it.
 * @throws Error, at start and in the tests of the registry, when the definition itself is wrong
 */
export function defineDataset<A>(dataset: Dataset<A>): Dataset {
  const { name, schemaVersion, delimiter, time } = dataset;
  const wrong = [
    NAME.test(name) ? [] : ['its name is not kebab case'],
    name.length <= MAX_NAME ? [] : [`its name is longer than ${MAX_NAME} characters`],
    RESERVED.has(name) ? ['its name is what the keys of other items begin with'] : [],
    Number.isInteger(schemaVersion) && schemaVersion >= 1 && schemaVersion <= 999
      ? []
      : ['its schemaVersion is not from 1 to 999'],
    dataset.suffixes.length > 0 ? [] : ['it declares no suffix'],
    new Set(dataset.suffixes).size === dataset.suffixes.length ? [] : ['it declares a suffix twice'],
    dataset.suffixes.some((suffix) => dataset.sample.file.endsWith(suffix))
      ? []
      : ['its sample has none of its suffixes'],
    delimiter === undefined || /^[\t -~]$/.test(delimiter) ? [] : ['its delimiter is not one ASCII character'],
    typeof time === 'function' || (INSTANT.test(time.fixed) && !Number.isNaN(Date.parse(time.fixed)))
      ? []
      : ['its fixed time is not an instant as 2000-01-01T00:00:00.000Z'],
    // A path that is misspelt would guard nothing, and nobody would see it.
    (dataset.sensitive ?? [])
      .filter((path) => !knowsPath(dataset.record as unknown as Structure, path))
      .map((path) => `its sensitive path "${path}" is no member of its record`),
  ].flat();
  if (wrong.length > 0) throw new Error(`The dataset "${name}" is not well defined: ${wrong.join('; ')}.`);
  return dataset as unknown as Dataset;
}
