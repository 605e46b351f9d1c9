import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultClasses, faultIds } from './fault-classes';

it('are the table of docs/reliability.md', () => {
  const document = readFileSync(join(__dirname, '../../../../docs/reliability.md'), 'utf8');
  const rows = document.matchAll(/^\| (F\d+) *\| (.*?) *\| (.*?) *\|$/gm);
  const said = [...rows].map(([, id, name, where]) => [id, name, where]);
  expect(said).toEqual(
    faultIds.map((id) => {
      const fault = faultClasses[id];
      return [id, fault.name, 'by' in fault ? fault.by : `waits for ${fault.waitsFor}`];
    }),
  );
});
