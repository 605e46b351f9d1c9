export type { BootReport, RegionAddress } from './region/boot-report';
export type { RegionArguments, RegionMessage, RegionRequest } from './region/control-messages';
export { type RegionProcess, serveRegion } from './region/region-process';
export type { RegionStatus } from './region/region-status';
export { type RegionOptions, runRegion, type RunningRegion } from './region/run-region';
export { CannotRun } from './template/cannot-run';
