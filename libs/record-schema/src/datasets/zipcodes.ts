import * as t from 'io-ts';
import { decimalColumn, pattern, text } from '../codecs';
import { defineDataset } from '../dataset';

/** Codes that look like numbers and are none: 00501 keeps its zeros. Real: US postal codes, by way of vega-datasets. */
export const zipcodes = defineDataset({
  name: 'zipcodes',
  description: 'Postal codes of the United States with their places.',
  schemaVersion: 1,
  suffixes: ['.csv', '.csv.gz'],
  record: t.type({
    zip_code: pattern(/^\d{5}$/, 'a postal code of five digits'),
    latitude: decimalColumn({ min: -90, max: 90 }),
    longitude: decimalColumn({ min: -180, max: 180 }),
    city: text({ max: 200 }),
    state: pattern(/^[A-Z]{2}$/, 'a state as two capitals'),
    county: text({ max: 200 }),
  }),
  key: ({ zip_code }) => zip_code,
  time: { fixed: '2000-01-01T00:00:00.000Z' },
  transform: ({ zip_code, latitude, longitude, city, state, county }) => ({
    zipCode: zip_code,
    latitude,
    longitude,
    city,
    state,
    county,
  }),
  sample: { file: 'zipcodes.csv', from: { package: 'vega-datasets', path: 'data/zipcodes.csv' }, byDefault: false },
});
