import { ServiceFault, type ServiceRequest, type ServiceResponse } from '../http/service';
import { element, type Xml } from '../http/xml';
import { queryCode } from './fault';
import type { Input } from './input';
import type { Output } from './operation';

/**
 * The older protocol of SQS: a form in, XML out. It is spoken by SDKs and tools of before November 2023, those of
 * current Debian and Ubuntu releases among them. Lists are flattened: `Name.1`, `Name.2`.
 */
const NAMESPACE = 'http://queue.amazonaws.com/doc/2012-11-05/';

/** How a list of the JSON protocol is called in a form. */
const LISTS: Readonly<Record<string, string>> = {
  AttributeName: 'AttributeNames',
  MessageSystemAttributeName: 'MessageSystemAttributeNames',
  MessageAttributeName: 'MessageAttributeNames',
  SendMessageBatchRequestEntry: 'Entries',
  DeleteMessageBatchRequestEntry: 'Entries',
  ChangeMessageVisibilityBatchRequestEntry: 'Entries',
};

/** The same for maps of name to value. */
const MAPS: Readonly<Record<string, string>> = {
  MessageAttribute: 'MessageAttributes',
  MessageSystemAttribute: 'MessageSystemAttributes',
};

const INTEGERS = new Set([
  'DelaySeconds',
  'MaxNumberOfMessages',
  'VisibilityTimeout',
  'WaitTimeSeconds',
  'MaxResults',
  'MaxNumberOfMessagesPerSecond',
]);

/** Parameters of the protocol itself. */
const ENVELOPE = new Set(['Action', 'Version']);

/** A form's parameters as a tree: `a.b.1` is `{ a: { b: { 1: … } } }`. */
interface Tree {
  [name: string]: Tree | string;
}

/** @throws ServiceFault when the form names no action. */
export function readForm(form: URLSearchParams, request: ServiceRequest): { operation: string; input: Input } {
  const operation = form.get('Action');
  if (!operation) throw new ServiceFault('MissingAction', 400, 'The request must contain the parameter Action.');
  const tree: Tree = Object.create(null) as Tree;
  for (const [path, value] of form) {
    if (!ENVELOPE.has(path) && !path.startsWith('X-Amz-')) insert(tree, path.split('.'), value);
  }
  // The oldest form of all: the request goes to the queue's own address.
  if (tree['QueueUrl'] === undefined && /^\/[^/]+\/[^/]+$/.test(request.path)) {
    tree['QueueUrl'] = decodeURIComponent(request.path);
  }
  return { operation, input: inputOf(tree) };
}

function insert(tree: Tree, [name = '', ...rest]: string[], value: string): void {
  if (rest.length === 0) {
    tree[name] = value;
    return;
  }
  const branch = tree[name];
  const inner = typeof branch === 'object' ? branch : (Object.create(null) as Tree);
  tree[name] = inner;
  insert(inner, rest, value);
}

function inputOf(tree: Tree): Input {
  return Object.fromEntries(
    Object.entries(tree).map(([name, value]): [string, unknown] => {
      const [list, map] = [LISTS[name], MAPS[name]];
      if (list !== undefined && typeof value === 'object') return [list, inOrder(value).map(entryOf)];
      if (map !== undefined && typeof value === 'object') return [map, Object.fromEntries(inOrder(value).map(pairOf))];
      if (INTEGERS.has(name) && typeof value === 'string' && /^-?\d+$/.test(value)) return [name, Number(value)];
      return [name, typeof value === 'string' ? value : inputOf(value)];
    }),
  );
}

const inOrder = (tree: Tree): readonly (Tree | string)[] =>
  Object.entries(tree)
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, value]) => value);

const entryOf = (entry: Tree | string): unknown => (typeof entry === 'string' ? entry : inputOf(entry));

const pairOf = (entry: Tree | string): [string, unknown] => {
  const { Name = '', Value = '' } = typeof entry === 'string' ? {} : entry;
  return [String(Name), entryOf(Value)];
};

/** How the lists of an answer are called in XML, where they are not wrapped but repeated. */
const elementNames = (operation: string): Readonly<Record<string, string>> => ({
  Messages: 'Message',
  QueueUrls: 'QueueUrl',
  Successful: `${operation}ResultEntry`,
  Failed: 'BatchResultErrorEntry',
  Results: `${operation}ResultEntry`,
});

const MAP_ELEMENTS: Readonly<Record<string, string>> = {
  Attributes: 'Attribute',
  MessageAttributes: 'MessageAttribute',
};

export function renderQuery(operation: string, output: Output, requestId: string): ServiceResponse {
  const children = elementsOf(output, elementNames(operation));
  const body = xmlDocument(`${operation}Response`, [
    ...(children.length > 0 ? [element(`${operation}Result`, children)] : []),
    element('ResponseMetadata', [element('RequestId', requestId)]),
  ]);
  return { status: 200, headers: { 'content-type': 'text/xml' }, body };
}

export function renderQueryFault(fault: ServiceFault, requestId: string): ServiceResponse {
  const body = xmlDocument('ErrorResponse', [
    element('Error', [
      element('Type', fault.status < 500 ? 'Sender' : 'Receiver'),
      element('Code', queryCode(fault)),
      element('Message', fault.message),
      element('Detail', ''),
    ]),
    element('RequestId', requestId),
  ]);
  return { status: fault.status, headers: { 'content-type': 'text/xml' }, body };
}

const xmlDocument = (root: string, children: readonly Xml[]): string =>
  `<?xml version="1.0"?>\n<${root} xmlns="${NAMESPACE}">${children.map(({ xml }) => xml).join('')}</${root}>`;

function elementsOf(output: Output, names: Readonly<Record<string, string>>): Xml[] {
  return Object.entries(output).flatMap(([name, value]): Xml[] => {
    if (value === undefined) return [];
    if (Array.isArray(value)) return value.map((item) => element(names[name] ?? name, contentOf(item, names)));
    const map = MAP_ELEMENTS[name];
    if (map === undefined) return [element(name, contentOf(value, names))];
    return Object.entries(value as Output).map(([key, item]) =>
      element(map, [element('Name', key), element('Value', contentOf(item, names))]),
    );
  });
}

const contentOf = (value: unknown, names: Readonly<Record<string, string>>) =>
  typeof value === 'object' ? elementsOf(value as Output, names) : (value as string | number | boolean);
