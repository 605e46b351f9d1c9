export { type AwsParts, awsPorts } from './aws-ports';
export { createHandler, type ScheduledEvent, type SentinelHandler } from './handler';
export type * from './ports';
