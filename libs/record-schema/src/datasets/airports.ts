import * as t from 'io-ts';
import { decimalColumn, pattern, text } from '../codecs';
import { defineDataset } from '../dataset';

/** Reference data, which has no event time. Real: airports of the United States, by way of vega-datasets. */
export const airports = defineDataset({
  name: 'airports',
  description: 'Airports of the United States with their places.',
  schemaVersion: 1,
  suffixes: ['.csv', '.csv.gz'],
  record: t.type({
    iata: pattern(/^[A-Z0-9]{3,4}$/, 'a code of three or four capitals or digits'),
    name: text({ max: 300 }),
    city: text({ max: 200 }),
    state: pattern(/^[A-Z]{2}$/, 'a state as two capitals'),
    country: text({ max: 100 }),
    latitude: decimalColumn({ min: -90, max: 90 }),
    longitude: decimalColumn({ min: -180, max: 180 }),
  }),
  key: ({ iata }) => iata,
  // Never the upload's time: a new upload updates the same items.
  time: { fixed: '2000-01-01T00:00:00.000Z' },
  transform: ({ iata, name, city, state, country, latitude, longitude }) => ({
    iata,
    name,
    city,
    state,
    country,
    latitude,
    longitude,
  }),
  sample: { file: 'airports.csv', from: { package: 'vega-datasets', path: 'data/airports.csv' }, byDefault: true },
});
