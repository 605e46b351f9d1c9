export { createHandler, type ProcessorHandler } from './handler';
export type * from './ports';
