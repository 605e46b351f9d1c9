import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatFaultCodes } from '@pipeline/file-formats';
import { faultCodes } from '@pipeline/record-schema';
import { refusalCodes } from './errors';

const PAGE = join(__dirname, '../../../docs/data-contract.md');
const BEGIN = '(UPDATE_DOCS=1) -->\n';
const END = '<!-- end of what is generated -->';

const table = (title: string, codes: Readonly<Record<string, string>>): string =>
  [
    title,
    '',
    '| code | meaning |',
    '| --- | --- |',
    ...Object.entries(codes).map(([code, meaning]) => `| \`${code}\` | ${meaning} |`),
    '',
  ].join('\n');

const generated = [
  '',
  table('Of a row that could not be read, or a file that could not be read further:', formatFaultCodes),
  table('Of a row that does not fit its schema, or that the table would not take:', faultCodes),
  table('Of a file whose receipt is `FAILED` and whose message is in the dead-letter queue:', refusalCodes),
].join('\n');

it('lists the codes that the code has; UPDATE_DOCS=1 writes them', () => {
  const page = readFileSync(PAGE, 'utf8');
  const [from, to] = [page.indexOf(BEGIN) + BEGIN.length, page.indexOf(END)];
  if (process.env['UPDATE_DOCS']) writeFileSync(PAGE, page.slice(0, from) + generated + page.slice(to));
  const written = readFileSync(PAGE, 'utf8');
  expect(written.slice(written.indexOf(BEGIN) + BEGIN.length, written.indexOf(END))).toBe(generated);
});
