import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRight } from 'fp-ts/Either';
import { toEntry } from './change';
import { ENTRY_VERSION } from './entry';
import { item, rejected, streamRecord } from './fixtures/stream-records';
import { NOT_CONTENT } from './image';

const page = readFileSync(join(__dirname, '../../../docs/data-contract.md'), 'utf8');
const section = page.split(/^## /m).find((text) => text.startsWith('Audit entries\n')) ?? '';
const row = (name: string): string => section.split('\n').find((line) => line.startsWith(`| \`${name}\``)) ?? '';

describe('the page of the data contract', () => {
  it('names every attribute of an entry and no other', () => {
    const cells = section.split('\n').flatMap((line) => /^\| (`.*?) +\|/.exec(line)?.[1] ?? []);
    const named = cells.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name));
    const entries = [item, rejected].map((after) => toEntry(streamRecord('INSERT', { after })));
    const attributes = entries.flatMap((entry) => Object.keys((isRight(entry) && entry.right) || {}));
    expect(named.sort()).toEqual([...new Set(attributes)].sort());
  });

  it('says the version, and what an image is without', () => {
    expect(row('schemaVersion')).toContain(`of the entry: ${ENTRY_VERSION} `);
    const left = [...(row('image').split('without')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name = '']) => name);
    expect(left.sort()).toEqual([...NOT_CONTENT].sort());
  });
});
