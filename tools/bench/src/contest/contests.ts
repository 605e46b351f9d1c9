import type { Contenders } from './contender';
import { validationContenders } from '../validation/contenders';
import { memoryContenders, wholeContenders } from '../whole/contenders';
import { writerContenders } from '../writer/contenders';
import { csvContenders, jsonContenders, ndjsonContenders } from '../readers/contenders';

/** Who runs in which contest. */
export const contests: Readonly<Record<string, Contenders>> = {
  csv: csvContenders,
  json: jsonContenders,
  ndjson: ndjsonContenders,
  validation: validationContenders,
  writer: writerContenders,
  whole: wholeContenders,
  memory: memoryContenders,
};
