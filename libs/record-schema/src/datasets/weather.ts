import * as t from 'io-ts';
import { decimalColumn, isoDate, oneOf, utcMidnight } from '../codecs';
import { defineDataset } from '../dataset';

/** Daily weather of one station. Real: Seattle, 2012 to 2015, from NOAA by way of vega-datasets. */
export const weather = defineDataset({
  name: 'weather',
  description: 'Daily weather of Seattle: precipitation, temperatures, wind and the kind of day.',
  schemaVersion: 1,
  suffixes: ['.csv', '.csv.gz'],
  record: t.type({
    date: isoDate,
    precipitation: decimalColumn({ min: 0 }),
    temp_max: decimalColumn({ min: -90, max: 60 }),
    temp_min: decimalColumn({ min: -90, max: 60 }),
    wind: decimalColumn({ min: 0 }),
    weather: oneOf('drizzle', 'fog', 'rain', 'snow', 'sun'),
  }),
  key: () => 'seattle',
  time: ({ date }) => utcMidnight(date),
  transform: (day) => ({
    date: day.date,
    precipitationMillimetres: day.precipitation,
    temperatureMaxCelsius: day.temp_max,
    temperatureMinCelsius: day.temp_min,
    windMetresPerSecond: day.wind,
    conditions: day.weather,
  }),
  sample: {
    file: 'seattle-weather.csv',
    from: { package: 'vega-datasets', path: 'data/seattle-weather.csv' },
    byDefault: true,
  },
});
