/** Why a message is among the dead letters; travels in message attributes, the body stays as it came. */
export interface DeadLetterContext {
  /** Stable code of the refusal. */
  readonly code: string;
  /** What was wrong, for a person. */
  readonly reason: string;
  readonly fileId?: string;
  readonly key?: string;
  /** First byte of the slice, where it is not the whole file's. */
  readonly slice?: number;
  /** Region whose processor gave up. */
  readonly region: string;
  /** Times that the message was received. */
  readonly receives: number;
  /** ISO 8601: when the message was received first, and when it was given up. */
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** What to do, for a person. */
  readonly repair: string;
}

/** One attribute of a message, as SQS takes it. */
export interface MessageAttribute {
  readonly DataType: 'String' | 'Number';
  readonly StringValue: string;
}

/** SQS shows at most ten attributes of a message to a Lambda function or a move, and counts their bytes to its size. */
const NAMES = [
  'code',
  'reason',
  'fileId',
  'key',
  'slice',
  'region',
  'receives',
  'firstSeen',
  'lastSeen',
  'repair',
] as const satisfies readonly (keyof DeadLetterContext)[];

/** Characters of one attribute; ten of them stay below 32 KB in UTF-8, whatever a key or a message holds. */
const MAX_CHARACTERS = 1_000;

/** SQS forbids control characters in attribute values; a key may hold them, the body keeps them. */
// eslint-disable-next-line no-control-regex -- controls are what it looks for
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

const text = (value: string): string =>
  Buffer.from(value.replace(FORBIDDEN, '\ufffd').slice(0, MAX_CHARACTERS), 'utf8').toString('utf8');

/** The attributes of a dead letter; what is absent or empty has none. */
export function deadLetterAttributes(context: DeadLetterContext): Record<string, MessageAttribute> {
  const attributes: Record<string, MessageAttribute> = {};
  for (const name of NAMES) {
    const value = context[name];
    if (typeof value === 'number') attributes[name] = { DataType: 'Number', StringValue: String(value) };
    else if (value) attributes[name] = { DataType: 'String', StringValue: text(value) };
  }
  return attributes;
}

/** What the attributes of a dead letter say; of a message that SQS moved by itself, nothing. */
export function readDeadLetter(
  attributes: Readonly<Record<string, { readonly StringValue?: string | undefined }>> | undefined,
): DeadLetterContext | undefined {
  const said = (name: (typeof NAMES)[number]) => attributes?.[name]?.StringValue;
  const [code, reason, region, receives] = [said('code'), said('reason'), said('region'), said('receives')];
  if (code === undefined || reason === undefined || region === undefined || receives === undefined) return undefined;
  const [fileId, key, slice] = [said('fileId'), said('key'), said('slice')];
  return {
    code,
    reason,
    ...(fileId === undefined ? {} : { fileId }),
    ...(key === undefined ? {} : { key }),
    ...(slice === undefined ? {} : { slice: Number(slice) }),
    region,
    receives: Number(receives),
    firstSeen: said('firstSeen') ?? '',
    lastSeen: said('lastSeen') ?? '',
    repair: said('repair') ?? '',
  };
}
