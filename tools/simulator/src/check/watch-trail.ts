import type { Change } from '../cloud/simulated-table';
import { type Image, imageOf } from '../cloud/wire';

/** What of an item is not content, as DESIGN lists it, written here a second time. */
const NOT_CONTENT = new Set(['processedAt', 'originRegion', 'echo', 'statusShard']);

const texts = new WeakMap<Image, string>();

/** The one text of an image's content: members in order, numbers by value, sets sorted, texts behind their lengths. */
export function contentText(image: Image): string {
  let text = texts.get(image);
  if (text === undefined) {
    text = mapText(image, NOT_CONTENT);
    texts.set(image, text);
  }
  return text;
}

function mapText(map: Image, without?: ReadonlySet<string>): string {
  let text = '';
  for (const name of Object.keys(map).sort()) {
    if (!without?.has(name)) text += `${name.length}:${name}${valueText(map[name] ?? {})},`;
  }
  return `{${text}}`;
}

function valueText(value: object): string {
  const [type = ''] = Object.keys(value);
  const content: unknown = (value as Readonly<Record<string, unknown>>)[type];
  if (type === 'M') return mapText(content as Readonly<Record<string, object>>);
  if (type === 'L') return `[${(content as object[]).map(valueText).join()}]`;
  if (type === 'N') return String(Number(content));
  if (type === 'NS') return `NS${(content as string[]).map(Number).sort((one, other) => one - other)}`;
  return typeof content === 'string' ? `${type}${content.length}:${content}` : `${type}${JSON.stringify(content)}`;
}

/** How an image orders itself among those of its key: a record's revision, a receipt's count; else its content. */
export function revisionText(image: Image): string {
  const { S, N } = (image['revision'] ?? {}) as { readonly S?: string; readonly N?: string };
  return S ?? N ?? `*${contentText(image)}`;
}

/** Every change that a replica made itself, and so every entry that the merged trails must have. */
export class TrailWatch {
  /** Key, action and revision → the content's text; of a removal the empty text. */
  readonly expected = new Map<string, string>();
  readonly problems: string[] = [];

  readonly watch = ({ local, key, oldImage, newImage }: Change): void => {
    if (!local || key.startsWith('poison#')) return;
    const image = imageOf(newImage ?? oldImage ?? {});
    const identity = identityOf(key, newImage === undefined ? 'REMOVED' : 'WRITTEN', revisionText(image));
    const content = newImage === undefined ? '' : contentText(image);
    const standing = this.expected.get(identity);
    if (standing !== undefined && standing !== content) {
      this.problems.push(`${readable(identity)} was written twice with contents that differ`);
    }
    this.expected.set(identity, content);
  };
}

export const identityOf = (key: string, action: string, revision: string): string =>
  `${key}\u0000${action}\u0000${revision}`;

export const readable = (identity: string): string => identity.replaceAll('\u0000', ' ').slice(0, 200);
