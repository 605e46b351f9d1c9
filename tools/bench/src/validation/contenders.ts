import { readFile } from 'node:fs/promises';
import { datasets, validator } from '@pipeline/record-schema';
import type { Contender, Contenders } from '../contest/contender';

const DATASET = 'sensor-readings';

function dataset() {
  const found = datasets.get(DATASET);
  if (!found) throw new Error(`There is no dataset ${DATASET}.`);
  return found;
}

/** Rows are parsed once: what is measured is from a value to its being known as valid or not. */
function judging(isValid: (row: unknown) => boolean): Contender {
  let rows: readonly unknown[] | undefined;
  return {
    async pass(input, see) {
      rows ??= (await readFile(input, 'utf8'))
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown);
      let valid = 0;
      for (const row of rows) {
        const verdict = isValid(row);
        if (verdict) valid += 1;
        see?.(verdict);
      }
      return valid;
    },
  };
}

const INSTANT = /^\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;
const SENSOR = '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$';

/** The same schema in each contender's own words. */
export const validationContenders: Contenders = {
  ours: async () => {
    const validate = validator(dataset());
    return judging((row) => validate(row)._tag === 'Right');
  },
  'io-ts decode': async () => {
    const { record } = dataset();
    return judging((row) => record.decode(row)._tag === 'Right');
  },
  'io-ts is': async () => {
    const { record } = dataset();
    return judging((row) => record.is(row));
  },
  ajv: async () => {
    const { default: Ajv } = await import('ajv');
    const ajv = new Ajv({ formats: { instant: INSTANT } });
    return judging(
      ajv.compile({
        type: 'object',
        required: ['sensorId', 'takenAt', 'reading'],
        properties: {
          sensorId: { type: 'string', pattern: SENSOR },
          takenAt: { type: 'string', format: 'instant' },
          reading: {
            type: 'object',
            required: ['temperatureCelsius'],
            properties: {
              temperatureCelsius: { type: 'number', minimum: -273.15, maximum: 1_000 },
              humidityPercent: { type: 'number', minimum: 0, maximum: 100 },
              pressureHectopascals: { type: 'number', minimum: 0 },
            },
          },
          batteryVolts: { type: 'number', minimum: 0, maximum: 48 },
          sequence: { type: 'integer', minimum: 0 },
          firmware: { type: 'string', minLength: 1, maxLength: 64 },
        },
      }),
    );
  },
  zod: async () => {
    const { z } = await import('zod');
    const schema = z.object({
      sensorId: z.string().regex(new RegExp(SENSOR)),
      takenAt: z.string().regex(INSTANT),
      reading: z.object({
        temperatureCelsius: z.number().min(-273.15).max(1_000),
        humidityPercent: z.number().min(0).max(100).optional(),
        pressureHectopascals: z.number().min(0).optional(),
      }),
      batteryVolts: z.number().min(0).max(48).optional(),
      sequence: z.number().int().min(0).optional(),
      firmware: z.string().min(1).max(64).optional(),
    });
    return judging((row) => schema.safeParse(row).success);
  },
};
