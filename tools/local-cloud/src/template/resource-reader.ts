import { cannotRun, type ResourcePlace } from './cannot-run';
import { type Json, type JsonObject, placeOf, type Stack, type TemplateResource } from './load-assembly';
import type { Unemulated } from './planned';
import type { Resolver } from './resolve';

/** What becomes of the properties of one type; a property that is in none of the lists stops the boot. */
export interface PropertyRules {
  /** Read, and done as AWS does it. */
  readonly emulated: readonly string[];
  /** Without effect on what a call answers or on where data goes: tags, encryption at rest, ceilings of capacity. */
  readonly passive: readonly string[];
  /** Without effect on the data's way, but somebody may miss it: listed at start. */
  readonly listed: readonly string[];
}

/** One resource of a stack, its properties resolved when they are read: what nobody reads may stay unresolvable. */
export class ResourceReader {
  readonly place: ResourcePlace;
  readonly logicalId: string;
  readonly #properties: JsonObject;
  readonly #resolver: Resolver;

  constructor(stack: Stack, logicalId: string, resource: TemplateResource, resolver: Resolver) {
    this.place = placeOf(stack, logicalId, resource);
    this.logicalId = logicalId;
    this.#properties = resource.Properties ?? {};
    this.#resolver = resolver;
  }

  /** The physical name. */
  get name(): string {
    return this.#resolver.physicalName(this.logicalId);
  }

  /** @throws CannotRun for a property that no list knows */
  check({ emulated, passive, listed }: PropertyRules): readonly Unemulated[] {
    const names = Object.keys(this.#properties);
    const unknown = names.find((name) => ![...emulated, ...passive, ...listed].includes(name));
    if (unknown) {
      throw this.refusal(
        `its property ${unknown} is not emulated.`,
        'Remove the property, or teach tools/local-cloud/src/template what it does.',
      );
    }
    return names.filter((name) => listed.includes(name)).map((property) => ({ ...this.place, property }));
  }

  refusal(what: string, whatToDo: string) {
    return cannotRun(this.place, what, whatToDo);
  }

  has(property: string): boolean {
    return this.value(property) !== undefined;
  }

  value(property: string): Json | undefined {
    const raw = this.#properties[property];
    return raw === undefined ? undefined : this.#resolver.resolve(raw, `${this.logicalId}.Properties.${property}`);
  }

  text(property: string): string | undefined {
    const value = this.value(property);
    if (value === undefined || typeof value === 'string') return value;
    throw this.#mistyped(property, 'a text', value);
  }

  requiredText(property: string): string {
    const value = this.text(property);
    if (value !== undefined) return value;
    throw this.refusal(`it has no ${property}.`, 'Add the property.');
  }

  /** Templates may write numbers as text. */
  number<Absent extends number | undefined>(property: string, absent: Absent): number | Absent {
    const value = this.value(property);
    if (value === undefined) return absent;
    const number = typeof value === 'number' ? value : typeof value === 'string' && value !== '' ? Number(value) : NaN;
    if (Number.isFinite(number)) return number;
    throw this.#mistyped(property, 'a number', value);
  }

  flag(property: string, absent: boolean): boolean {
    const value = this.value(property);
    if (value === undefined) return absent;
    if (value === true || value === 'true') return true;
    if (value === false || value === 'false') return false;
    throw this.#mistyped(property, 'true or false', value);
  }

  object(property: string): JsonObject | undefined {
    const value = this.value(property);
    if (value === undefined) return undefined;
    // Policies may be written as JSON text (RedrivePolicy, PolicyDocument).
    const parsed = typeof value === 'string' ? this.#parse(property, value) : value;
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as JsonObject;
    throw this.#mistyped(property, 'an object', value);
  }

  list<Member extends Json = Json>(property: string): readonly Member[] {
    const value = this.value(property);
    if (value === undefined) return [];
    if (Array.isArray(value)) return value as readonly Member[];
    throw this.#mistyped(property, 'a list', value);
  }

  #parse(property: string, text: string): Json {
    try {
      return JSON.parse(text) as Json;
    } catch {
      throw this.#mistyped(property, 'JSON', text);
    }
  }

  #mistyped(property: string, wanted: string, value: Json) {
    return this.refusal(
      `its property ${property} must be ${wanted}, not ${JSON.stringify(value)}.`,
      'Correct the template.',
    );
  }
}
