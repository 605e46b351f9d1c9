export { type AwsParts, awsPorts } from './aws-ports';
export { type AuditorHandler, createHandler } from './handler';
export type * from './ports';
