export { flag, options, repeated, text } from './options';
export { oneOf, probability, wholeNumber } from './values';
export { runCommand } from './run-command';
export { UsageError } from './usage-error';
