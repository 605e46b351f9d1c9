import * as t from 'io-ts';
import { Described, type JsonSchema, ListOf } from './codecs/described';

type Tagged = t.Any & { readonly _tag?: string };

/** Members of an object codec, and which of them may be absent. */
interface Members {
  readonly properties: Readonly<Record<string, JsonSchema>>;
  readonly required: readonly string[];
}

/**
 * The JSON Schema of a codec: the same text that refuses an input describes it.
 * @throws Error for a kind of codec that no schema is known for; the document is made once, at cold start and in tests
 */
export function schemaOf(codec: t.Any): JsonSchema {
  if (codec instanceof Described) return codec.schema;
  if (codec instanceof ListOf) {
    return { type: 'array', minItems: 1, maxItems: codec.most, items: schemaOf(codec.element) };
  }
  if (codec instanceof t.ReadonlyArrayType || codec instanceof t.ArrayType) {
    return { type: 'array', items: schemaOf(codec.type as t.Any) };
  }
  if (codec instanceof t.UnionType) return { anyOf: (codec.types as t.Any[]).map(schemaOf) };
  const members = membersOf(codec);
  if (members) return { type: 'object', ...members };
  if (codec instanceof t.IntersectionType) return { allOf: (codec.types as t.Any[]).map(schemaOf) };
  throw new Error(`No schema is known for the codec ${codec.name} (${(codec as Tagged)._tag ?? 'untagged'}).`);
}

/** Of objects, and of intersections of nothing but objects: they are one object to whoever reads the document. */
export function membersOf(codec: t.Any): Members | undefined {
  if (codec instanceof t.InterfaceType || codec instanceof t.PartialType) {
    const properties = Object.entries(codec.props as Record<string, t.Any>).map(([name, type]) => [
      name,
      schemaOf(type),
    ]);
    return {
      properties: Object.fromEntries(properties) as Members['properties'],
      required: codec instanceof t.InterfaceType ? Object.keys(codec.props as object) : [],
    };
  }
  if (!(codec instanceof t.IntersectionType)) return undefined;
  const parts = (codec.types as t.Any[]).map(membersOf);
  if (!parts.every((part) => part !== undefined)) return undefined;
  return {
    properties: Object.assign({}, ...parts.map(({ properties }) => properties)) as Members['properties'],
    required: parts.flatMap(({ required }) => required),
  };
}
