export { type FormatFault, type FormatFaultCode, formatFaultCodes } from './fault';
export { type Format, formatOf, formatSuffixes, type ObjectFormat } from './format';
export { mayGenerateCode } from './generated-code';
export { type Inflated, inflate } from './inflate';
export { defaultLimits, type InflateLimits, type ReaderLimits } from './limits';
export { createReader, type Reader, type ReaderEnd, type ReaderOptions } from './reader';
export type { AcceptedRow, Position, ReaderStart, RefusedRow, Row } from './row';
export { createSlicePlanner, type SlicePlanner, type SliceStart } from './slice-planner';
