export { createApp, type PipelineAppProps } from './create-app';
