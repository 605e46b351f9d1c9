import { readFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { CannotRun } from './cannot-run';

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** A resource as the template has it, its intrinsic functions unresolved. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: JsonObject;
  readonly Condition?: string;
  readonly Metadata?: JsonObject;
}

export interface Template {
  readonly Parameters?: Readonly<Record<string, { readonly Type: string; readonly Default?: Json }>>;
  readonly Mappings?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Json>>>>>>;
  readonly Conditions?: Readonly<Record<string, Json>>;
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<
    Record<string, { readonly Value: Json; readonly Export?: { readonly Name: Json }; readonly Condition?: string }>
  >;
}

/** One stack of a cloud assembly. */
export interface Stack {
  readonly name: string;
  readonly region: string;
  readonly template: Template;
  /** Directory or file of an asset (absolute) by the object key under which a deployment would upload it. */
  readonly assets: ReadonlyMap<string, string>;
}

interface Artifact {
  readonly type: string;
  readonly environment?: string;
  readonly displayName?: string;
  readonly properties?: { readonly templateFile?: string; readonly stackName?: string; readonly file?: string };
  readonly dependencies?: readonly string[];
}

interface AssetManifest {
  readonly files?: Readonly<
    Record<
      string,
      {
        readonly source?: { readonly path?: string };
        readonly destinations: Readonly<Record<string, { readonly objectKey: string }>>;
      }
    >
  >;
}

const SYNTHESISE = 'Synthesise it first: nx run infra:synth';

function readJson(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new CannotRun(`There is no ${file}. ${SYNTHESISE}`, { cause });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CannotRun(`${file} is not JSON (${(cause as Error).message}). ${SYNTHESISE}`, { cause });
  }
}

/**
 * Reads the stacks of a cloud assembly, in the order of its manifest (a stack after those it depends on is not assured).
 * @throws CannotRun when the directory is not an assembly, or a stack has no concrete region
 */
export function loadAssembly(directory: string): readonly Stack[] {
  const at = (file: string) => (isAbsolute(file) ? file : join(resolve(directory), file));
  const { artifacts } = readJson(at('manifest.json')) as { artifacts?: Readonly<Record<string, Artifact>> };
  if (!artifacts) throw new CannotRun(`${at('manifest.json')} lists no artifacts. ${SYNTHESISE}`);

  const assetsOf = (stack: Artifact): ReadonlyMap<string, string> => {
    const assets = new Map<string, string>();
    for (const id of stack.dependencies ?? []) {
      const artifact = artifacts[id];
      if (artifact?.type !== 'cdk:asset-manifest' || !artifact.properties?.file) continue;
      const manifest = readJson(at(artifact.properties.file)) as AssetManifest;
      for (const { source, destinations } of Object.values(manifest.files ?? {})) {
        if (!source?.path) continue;
        for (const { objectKey } of Object.values(destinations)) assets.set(objectKey, at(source.path));
      }
    }
    return assets;
  };

  return Object.entries(artifacts)
    .filter(([, artifact]) => artifact.type === 'aws:cloudformation:stack')
    .map(([id, artifact]) => {
      const region = /^aws:\/\/[^/]+\/(.+)$/.exec(artifact.environment ?? '')?.[1];
      if (!region || region === 'unknown-region') {
        throw new CannotRun(`The stack ${id} has no region. Give it one: new Stack(app, id, { env: { region } }).`);
      }
      if (!artifact.properties?.templateFile)
        throw new CannotRun(`The stack ${id} names no template file. ${SYNTHESISE}`);
      return {
        name: artifact.properties.stackName ?? artifact.displayName ?? id,
        region,
        template: readJson(at(artifact.properties.templateFile)) as Template,
        assets: assetsOf(artifact),
      };
    });
}

/** Where a resource stands, for a message. */
export const placeOf = (stack: Stack, logicalId: string, resource: TemplateResource) => {
  const path = resource.Metadata?.['aws:cdk:path'];
  return { logicalId, type: resource.Type, path: typeof path === 'string' ? path : `${stack.name}/${logicalId}` };
};
