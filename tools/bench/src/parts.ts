import { coldStart } from './cold-start/cold-start';
import { localCloud } from './local-cloud/local-cloud';
import type { Part } from './part';
import { readers } from './readers/readers';
import { pace } from './wide/pace';
import { wide } from './wide/wide';
import { validation } from './validation/validation';
import { memory, whole } from './whole/whole';
import { writer } from './writer/writer';

/** Every part, in the order in which they run. */
export const parts: readonly Part[] = [
  ...[readers, validation, writer, whole, memory, coldStart],
  ...[wide, pace, localCloud],
];
