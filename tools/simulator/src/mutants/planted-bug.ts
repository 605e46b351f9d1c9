import type { Patch } from '../function/load-function';

/** A bug that somebody could write, as a change of the app's source. */
export interface PlantedBug extends Patch {
  readonly name: string;
}

export const bug = (name: string, file: string, find: string, replace: string): PlantedBug => ({
  name,
  file,
  find,
  replace,
});
