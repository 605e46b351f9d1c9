import { localCloud } from './local-cloud/local-cloud';
import type { Part } from './part';
import { readers } from './readers/readers';
import { validation } from './validation/validation';

/** Every part, in the order in which they run. */
export const parts: readonly Part[] = [readers, validation, localCloud];
