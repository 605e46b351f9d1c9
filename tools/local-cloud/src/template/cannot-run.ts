/**
 * The template asks for something that the local cloud can't do as AWS would: it stops before it does it differently.
 * The message says where, what, and what to do.
 */
export class CannotRun extends Error {
  override readonly name = 'CannotRun';
}

/** Where in a template something is: the construct's path if the CDK wrote it, else stack and logical id. */
export interface ResourcePlace {
  readonly logicalId: string;
  readonly type: string;
  readonly path: string;
}

/** @returns the fault of one resource, in the form that all of them have */
export const cannotRun = (place: ResourcePlace, what: string, whatToDo: string): CannotRun =>
  new CannotRun(`The local cloud can't run ${place.path} (${place.type} ${place.logicalId}): ${what} ${whatToDo}`);
