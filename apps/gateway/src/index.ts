export { type AwsParts, awsPorts } from './aws-ports';
export { createHandler, type GatewayHandler } from './handler';
export type * from './ports';
