export { createHandler, type AuditorHandler } from './handler';
export type * from './ports';
