import { type Dataset, defineDataset } from './dataset';
import { datasets } from './registry';

const weather = datasets.get('weather')!;
const define = (change: Partial<Dataset>) => () => defineDataset({ ...weather, ...change });

it.each([
  [{ name: 'My Data' }, 'The dataset "My Data" is not well defined: its name is not kebab case.'],
  [{ name: 'a'.repeat(41) }, 'its name is longer than 40 characters.'],
  [{ name: 'rejected' }, 'its name is what the keys of other items begin with.'],
  [{ name: 'file' }, 'its name is what the keys of other items begin with.'],
  [{ schemaVersion: 0 }, 'its schemaVersion is not from 1 to 999.'],
  [{ suffixes: [] }, 'it declares no suffix; its sample has none of its suffixes.'],
  [{ suffixes: ['.csv', '.csv'] as const }, 'it declares a suffix twice.'],
  [{ delimiter: '::' }, 'its delimiter is not one ASCII character.'],
  [{ time: { fixed: '2000-01-01' } }, 'its fixed time is not an instant as 2000-01-01T00:00:00.000Z.'],
  [{ sensitive: ['wind', 'windd'] }, 'its sensitive path "windd" is no member of its record.'],
  [{ sensitive: [''] }, 'its sensitive path "" is no member of its record.'],
  [{ name: '-', schemaVersion: 1.5 }, 'its name is not kebab case; its schemaVersion is not from 1 to 999.'],
])('a dataset with %j is refused', (change, sentence) => {
  expect(define(change as Partial<Dataset>)).toThrow(sentence);
});
