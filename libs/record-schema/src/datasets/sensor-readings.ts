import * as t from 'io-ts';
import { decimal, integer, isoInstant, optional, pattern, text, utcMilliseconds } from '../codecs';
import { defineDataset } from '../dataset';
import { sampleSensorReadings } from './sensor-readings-sample';

/** Readings of devices in the field: many, small, and the reason for NDJSON. */
export const sensorReadings = defineDataset({
  name: 'sensor-readings',
  description: 'Readings of sensors in the field, several a minute from each.',
  schemaVersion: 1,
  suffixes: ['.ndjson', '.ndjson.gz', '.jsonl', '.jsonl.gz'],
  record: t.type({
    sensorId: pattern(
      /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
      'an identifier of at most 64 letters, digits, dots and dashes',
    ),
    takenAt: isoInstant,
    reading: t.type({
      temperatureCelsius: decimal({ min: -273.15, max: 1_000 }),
      humidityPercent: optional(decimal({ min: 0, max: 100 })),
      pressureHectopascals: optional(decimal({ min: 0 })),
    }),
    batteryVolts: optional(decimal({ min: 0, max: 48 })),
    sequence: optional(integer({ min: 0 })),
    firmware: optional(text({ max: 64 })),
  }),
  key: ({ sensorId }) => sensorId,
  time: ({ takenAt }) => utcMilliseconds(takenAt),
  transform: ({ sensorId, takenAt, reading, batteryVolts, sequence, firmware }) => ({
    sensorId,
    takenAt: utcMilliseconds(takenAt),
    temperatureCelsius: reading.temperatureCelsius,
    humidityPercent: reading.humidityPercent,
    pressureHectopascals: reading.pressureHectopascals,
    batteryVolts,
    sequence,
    firmware,
  }),
  sample: {
    file: 'sensor-readings.ndjson',
    from: { rows: () => sampleSensorReadings(5_000, 20_260_101) },
    byDefault: true,
  },
});
