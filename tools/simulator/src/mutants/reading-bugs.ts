import { bug, type PlantedBug } from './planted-bug';

const processor = (file: string) => `apps/processor/src/${file}.ts`;
const formats = (file: string) => `libs/file-formats/src/${file}.ts`;

/** Bugs of reading and slicing: rows lost, read twice or cut where one slice ends and the next begins. */
export const readingBugs: readonly PlantedBug[] = [
  bug(
    'reads whatever version is there',
    processor('adapters/s3-objects'),
    '...(versionId === undefined ? {} : { VersionId: versionId }),',
    '',
  ),
  bug(
    'reads a slice from the first byte',
    processor('adapters/s3-objects'),
    '...(fromByte === 0 ? {} : { Range: `bytes=${fromByte}-` }),',
    '',
  ),
  bug(
    'swallows a last line without newline',
    processor('read-slice'),
    'reader.end(brokenOff !== undefined)',
    'reader.end(true)',
  ),
  bug(
    'takes half a row of a broken file for a whole one',
    processor('read-slice'),
    'const fault = brokenOff ?? (beyond ? undefined : ended.fault);',
    'const fault = beyond ? undefined : ended.fault;',
  ),
  bug(
    'numbers the rows of every slice from 1',
    processor('read-slice'),
    'ordinal: slice.ordinal, line',
    'ordinal: 1, line',
  ),
  bug(
    'takes the first row of a slice for the header',
    processor('read-slice'),
    "format.format === 'csv' && slice.start > 0",
    'false as boolean',
  ),
  bug('does not send the rest of a file on', processor('hand-on'), 'after === task.slice.start &&', 'after === -1 &&'),
  bug('ends a file when any slice is done', processor('hand-on'), 'if (slices.every(', 'if (slices.some('),
  bug(
    'hands the rest on under the wrong ordinal',
    processor('hand-on'),
    'const slice = { start, ordinal, line,',
    'const slice = { start, ordinal: ordinal - 1, line,',
  ),
  bug(
    'inflates a later slice from its beginning',
    processor('object-bytes'),
    'from(inflated.chunks, start)',
    'from(inflated.chunks, 0)',
  ),
  bug(
    'reads a planned slice on into the next',
    processor('read-slice'),
    'if (row.position.offset >= end) beyond = true;',
    'if (row.position.offset >= end + 500) beyond = true;',
  ),
  bug(
    'ends a planned slice a row too early',
    processor('read-slice'),
    'if (row.position.offset >= end) beyond = true;',
    'if (row.next.offset >= end) beyond = true;',
  ),
  bug(
    'sends the slices of a plan once only',
    processor('plan-slices'),
    'if (standing.end !== undefined) return sendPlanned(file, receipt, invocation, ports);',
    'if (standing.end !== undefined) return { ...file, task: { ...task, slice: { ...task.slice, end: standing.end } } };',
  ),
  bug(
    'starts planned slices at the wrong ordinal',
    formats('slice-planner'),
    'const { offset, ordinal, line } = before.next;',
    'const { offset, line } = before.next; const { ordinal } = before.position;',
  ),
  bug(
    'reads the first gzip member only',
    formats('inflate'),
    'while (this.fault === undefined && (await this.anotherMember()));',
    'while (this.fault !== undefined && (await this.anotherMember()));',
  ),
  bug(
    'trusts a wrong checksum',
    formats('inflate'),
    'trailer.readUInt32LE(0) !== crc',
    'trailer.readUInt32LE(0) !== crc && crc === -1',
  ),
];
