import { XMLParser } from 'fast-xml-parser';

/** Part of a document that is written already. */
export interface Xml {
  readonly xml: string;
}

type Content = string | number | boolean | Xml | readonly Xml[];

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
const S3_NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** Characters that XML text must not hold as they are; S3 writes the control characters as references, too. */
// eslint-disable-next-line no-control-regex -- controls are what it looks for
const ESCAPED = /[&<>"\u0000-\u001f]/g;
const NAMED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escape = (text: string): string =>
  text.replace(ESCAPED, (character) => NAMED[character] ?? `&#x${character.charCodeAt(0).toString(16)};`);

/** One element; content undefined leaves it out. */
export function element(name: string, content: Content | undefined): Xml {
  if (content === undefined) return { xml: '' };
  const inner =
    typeof content === 'object'
      ? [content]
          .flat()
          .map(({ xml }) => xml)
          .join('')
      : escape(String(content));
  return { xml: `<${name}>${inner}</${name}>` };
}

export const document = (
  root: string,
  children: readonly Xml[],
  namespace: string | undefined = S3_NAMESPACE,
): string => `${DECLARATION}<${root} xmlns="${namespace}">${children.map(({ xml }) => xml).join('')}</${root}>`;

/** The root of an error, which alone of S3's documents has no namespace. */
export const errorDocument = (children: readonly Xml[]): string => `${DECLARATION}${element('Error', children).xml}`;

const parser = new XMLParser({
  parseTagValue: false,
  trimValues: false,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  processEntities: true,
  htmlEntities: true,
});

/** A parsed element: its children by name, an array where there are several; text where there are none. */
export type XmlNode = string | { readonly [name: string]: XmlNode | readonly XmlNode[] };

/** @throws Error where the text is not XML. */
export const parseXml = (text: string): XmlNode => parser.parse(text, true) as XmlNode;

/** The children of that name, none, one or many. */
export function childrenOf(node: XmlNode | undefined, name: string): readonly XmlNode[] {
  if (node === undefined || typeof node === 'string') return [];
  const found = node[name];
  return found === undefined ? [] : ([found].flat() as readonly XmlNode[]);
}

/** The text of the first child of that name. */
export function textOf(node: XmlNode | undefined, name: string): string | undefined {
  const [child] = childrenOf(node, name);
  return typeof child === 'string' ? child : undefined;
}
