import { type Dataset, defineDataset } from './dataset';
import { datasets } from './registry';

const weather = datasets.get('weather')!;
const define = (change: Partial<Dataset>) => () => defineDataset({ ...weather, ...change });

it.each([
  [{ name: 'My Data' }, 'The dataset "My Data" is not well defined: its name is not kebab case.'],
  [{ schemaVersion: 0 }, 'its schemaVersion is not from 1 to 999.'],
  [{ suffixes: [] }, 'it declares no suffix; its sample has none of its suffixes.'],
  [{ suffixes: ['.csv', '.csv'] as const }, 'it declares a suffix twice.'],
  [{ delimiter: '::' }, 'its delimiter is not one ASCII character.'],
  [{ name: '-', schemaVersion: 1.5 }, 'its name is not kebab case; its schemaVersion is not from 1 to 999.'],
])('a dataset with %j is refused', (change, sentence) => {
  expect(define(change as Partial<Dataset>)).toThrow(sentence);
});
