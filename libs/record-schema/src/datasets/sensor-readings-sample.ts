import { mulberry32 } from './sample-draws';

const SENSORS = 50;
const EVERY_MS = 15_000;
const BEGIN = Date.parse('2026-01-01T00:00:00.000Z');

/** A number with a given number of decimals, as a device would print it. */
const rounded = (value: number, decimals: number): number => Number(value.toFixed(decimals));

/**
 * Readings as devices deliver them, the same for the same seed; every 1,667th is one that a broken device would send,
 * so that a demonstration shows rejected rows.
 */
export function* sampleSensorReadings(count: number, seed: number): Generator<object> {
  const draw = mulberry32(seed);
  for (let index = 0; index < count; index += 1) {
    const sensor = index % SENSORS;
    const broken = index % 1_667 === 1_666;
    yield {
      sensorId: `greenhouse-${String(sensor + 1).padStart(3, '0')}`,
      takenAt: new Date(BEGIN + Math.floor(index / SENSORS) * EVERY_MS).toISOString(),
      reading: {
        temperatureCelsius: broken ? -999.9 : rounded(18 + 8 * draw(), 2),
        humidityPercent: rounded(40 + 50 * draw(), 1),
        pressureHectopascals: rounded(990 + 40 * draw(), 1),
      },
      batteryVolts: rounded(3 + 0.7 * draw(), 2),
      sequence: Math.floor(index / SENSORS) + 1,
      firmware: '2.4.1',
    };
  }
}
