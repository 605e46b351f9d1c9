import { localCloud } from './local-cloud/local-cloud';
import type { Part } from './part';
import { readers } from './readers/readers';

/** Every part, in the order in which they run. */
export const parts: readonly Part[] = [readers, localCloud];
