import { type PipelineNames, pipelineNames } from '@pipeline/runtime-contract';
import type { PipelineConfig } from './pipeline-config';

/** The names of a region's resources, which the stack of the other region may need as well. */
export const regionNames = ({ environment, primaryRegion, storage }: PipelineConfig, region: string): PipelineNames =>
  pipelineNames({ environment, region, primaryRegion, bucketSuffix: storage.bucketSuffix });
