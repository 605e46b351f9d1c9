export * from './dead-letter';
export * from './environment';
export * from './gateway';
export * from './messages';
export * from './metrics';
export * from './names';
export * from './secret';
