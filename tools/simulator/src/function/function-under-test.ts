/** What of the functions runs in the simulator: each handler over its ports, and the ports over the services' clients. */
export { awsPorts, createHandler } from '@pipeline/processor';
export { awsPorts as sentinelPorts, createHandler as createSentinel } from '@pipeline/sentinel';
export { awsPorts as auditorPorts, createHandler as createAuditor } from '@pipeline/stream-auditor';
