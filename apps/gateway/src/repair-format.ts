import { formatOf } from '@pipeline/file-formats';
import type { Dataset, Fault, RejectedRow } from '@pipeline/record-schema';
import { rowText, splitRow } from './csv-row';
import { rejectedRowView } from './rejected-row-view';

/** Rejected rows as somebody repairs them. */
export interface Repair {
  readonly contentType: string;
  /** What a browser calls the file. */
  readonly fileName: string;
  readonly body: string;
}

export interface RepairOptions {
  readonly rows: readonly RejectedRow[];
  /** The key as it was delivered. */
  readonly key: string;
  readonly dataset: Dataset | undefined;
  /** In the file's own format, else as NDJSON with all that is known of each row. */
  readonly asFile: boolean;
  /** Of a CSV, where it is known: its header line, or the names of its columns. */
  readonly header?: string | readonly string[];
  /** The rows go on behind those of an earlier page, which has the header line. */
  readonly continued: boolean;
}

/** The column, or member, that says what is wrong: no schema knows it, so that it need not be taken out again. */
const FAULT = 'pipeline_fault';

export function formatOfRepair({ rows, key, dataset, asFile, header, continued }: RepairOptions): Repair {
  const format = formatOf(key)?.format;
  const name = `rejected-${key.slice(key.lastIndexOf('/') + 1).replace(/\.gz$/i, '')}`;
  if (!asFile || format === undefined) {
    return { contentType: 'application/x-ndjson', fileName: `${name}.ndjson`, body: lines(rows.map(viewText)) };
  }
  if (format === 'csv') {
    const delimiter = dataset?.delimiter ?? ',';
    const line = typeof header === 'string' ? header : header && rowText(header, delimiter);
    const head = line === undefined || continued ? [] : [`${line}${delimiter}${FAULT}`];
    const width = line === undefined ? undefined : splitRow(line, delimiter)?.length;
    const body = lines([...head, ...rows.map((row) => csvLine(row, delimiter, width))]);
    return { contentType: 'text/csv; charset=utf-8', fileName: name, body };
  }
  const elements = rows.map(withFault);
  return format === 'ndjson'
    ? { contentType: 'application/x-ndjson', fileName: name, body: lines(elements) }
    : { contentType: 'application/json', fileName: name, body: `[\n${elements.join(',\n')}\n]\n` };
}

const viewText = (row: RejectedRow): string => JSON.stringify(rejectedRowView(row));
const lines = (all: readonly string[]): string => all.map((line) => `${line}\n`).join('');

const said = ({ path, message }: Fault): string =>
  path === '' || message.startsWith(path) ? message : `${path}: ${message}`;
const faultText = ({ faults }: RejectedRow): string => faults.map(said).join(' | ');

const rawText = ({ raw, rawBytes }: RejectedRow): string =>
  raw ?? (rawBytes === undefined ? '' : Buffer.from(rawBytes).toString('base64'));

/**
 * The row as delivered, and what is wrong with it. A row that is not one of a CSV stands in one field, whole: the line is
 * legal, whatever the row was.
 */
function csvLine(row: RejectedRow, delimiter: string, width: number | undefined): string {
  const raw = rawText(row);
  const fields = (row.rawTruncated ? undefined : splitRow(raw, delimiter)) ?? [raw];
  const filled = Array.from({ length: Math.max(0, (width ?? 0) - fields.length) }, () => '');
  return rowText([...fields, ...filled, faultText(row)], delimiter);
}

/** The object with one member more; what is no object, as text beside what is wrong with it. */
function withFault(row: RejectedRow): string {
  const raw = rawText(row);
  const fault = `${JSON.stringify(FAULT)}:${JSON.stringify(faultText(row))}`;
  // A member could be cut off by then: only whole rows are taken apart.
  const object = row.rawTruncated ? undefined : objectText(raw);
  if (object === undefined) return `{${fault},"pipeline_raw":${JSON.stringify(raw)}}`;
  return object === '' ? `{${fault}}` : `{${fault},${object}}`;
}

/** What stands between the braces of an object's text, its numbers as they were written and its line ends taken out. */
function objectText(raw: string): string | undefined {
  try {
    const value: unknown = JSON.parse(raw);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  } catch {
    return undefined;
  }
  // Line ends outside of texts are space: inside of them JSON.parse would have refused them.
  return raw
    .replace(/[\r\n]+/g, ' ')
    .trim()
    .slice(1, -1)
    .trim();
}
