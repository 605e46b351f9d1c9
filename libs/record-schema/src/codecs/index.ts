export { decimal, decimalColumn, integer, integerColumn, type DecimalRange } from './decimal';
export { isoDate, isoInstant, usDate, usDateToUtc, utcMidnight, utcMilliseconds } from './instant';
export { oneOf } from './one-of';
export { nullable, optional, optionalColumn } from './optional';
export { pattern, text, type TextLength } from './text';
