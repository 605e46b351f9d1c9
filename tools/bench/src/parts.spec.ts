import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parts } from './parts';
import { writeInto } from './report/page';

describe.each(parts.map(({ name }) => name))('the part %s', (name) => {
  it('has its place in docs/performance.md', () => {
    const page = readFileSync(join(__dirname, '../../../docs/performance.md'), 'utf8');
    expect(writeInto(page, name, 'x')).toContain('\n\nx\n\n');
  });
});
