import { parserOf } from './cursor';
import type { Path } from './syntax';

/** Parses a projection expression into its paths; remembered by its text. */
export const parseProjection = parserOf<readonly Path[]>((cursor) => cursor.list(() => cursor.path()));
