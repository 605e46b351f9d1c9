export { awsClients } from './adapters/clients';
export { type AwsParts, awsPorts } from './aws-ports';
export { createHandler, type ProcessorHandler } from './handler';
export type * from './ports';
