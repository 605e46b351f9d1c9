/** What of the processor runs in the simulator: the handler over its ports, and the ports over the services' clients. */
export { awsPorts, createHandler } from '@pipeline/processor';
