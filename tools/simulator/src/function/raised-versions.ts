import type { Patch } from './load-function';

/** The next build of the function: the datasets that the simulator delivers have a schema version more. */
export const raisedVersions: readonly Patch[] = ['sensor-readings', 'zipcodes', 'orders'].map((dataset) => ({
  file: `libs/record-schema/src/datasets/${dataset}.ts`,
  find: 'schemaVersion: 1,',
  replace: 'schemaVersion: 2,',
}));
