/** A class of faults: what the nemesis does, or which part of the pipeline must exist before it can be done. */
export interface FaultClass {
  readonly name: string;
  /** Where it is injected; absent where it waits for the part of the pipeline that it concerns. */
  readonly by?: 'delivery' | 'objects' | 'bytes' | 'process' | 'calls' | 'regions' | 'streams';
  readonly waitsFor?: string;
}

/** Every way in which the world fails that the pipeline promises to survive. */
export const faultClasses = {
  F1: { name: 'a message delivered twice', by: 'delivery' },
  F2: { name: 'events out of order', by: 'delivery' },
  F3: { name: 'an event delayed by hours', by: 'delivery' },
  F4: { name: 'an event replayed after its receipt expired', by: 'delivery' },
  F5: { name: 'a test event, a foreign message, an event without records', by: 'delivery' },
  F6: { name: 'two workers on one file at once', by: 'delivery' },
  F7: { name: 'redrive of a file that is finished', by: 'delivery' },
  F8: { name: 'a notification that never came', by: 'delivery' },
  F9: { name: 'an object overwritten between event and read', by: 'objects' },
  F10: { name: 'an object deleted before it is read', by: 'objects' },
  F11: { name: 'an object overwritten while it is read', by: 'objects' },
  F12: { name: 'keys with spaces, plus, percent, newlines, dots, two Unicode forms', by: 'objects' },
  F13: { name: 'empty, byte-order-mark-only and blank files', by: 'bytes' },
  F14: { name: 'a file cut in a row, a character or its compressed data', by: 'bytes' },
  F15: { name: 'a suffix that lies about the content', by: 'bytes' },
  F16: { name: 'concatenated gzip members, a wrong checksum', by: 'bytes' },
  F17: { name: 'a file larger than memory', waitsFor: 'tools/bench, which measures memory' },
  F18: { name: 'invalid UTF-8', by: 'bytes' },
  F19: { name: 'UTF-16 and Latin-1', by: 'bytes' },
  F20: { name: 'NUL bytes', by: 'bytes' },
  F21: { name: 'LF and CRLF mixed, U+2028, no newline at the end', by: 'bytes' },
  F22: { name: 'nesting beyond the limit', by: 'bytes' },
  F23: { name: 'a row beyond the limit of bytes', by: 'bytes' },
  F24: { name: '__proto__, numbers at the edge', by: 'bytes' },
  F25: { name: 'ragged rows, stray quotes', by: 'bytes' },
  F26: { name: 'an invocation that runs out of time', by: 'process' },
  F27: { name: 'a process killed at any await', by: 'process' },
  F28: { name: 'freeze and thaw with stale sockets', by: 'process' },
  F29: { name: 'a new schema version deployed while files are worked on', by: 'process' },
  F30: { name: 'clocks that are wrong and that jump', by: 'process' },
  F31: { name: 'a throttle storm: every call of a service for minutes', by: 'calls' },
  F32: { name: 'server faults, resets, calls and transfers that hang or break', by: 'calls' },
  F33: { name: 'an effect whose acknowledgement is lost', by: 'calls' },
  F34: { name: 'a hot partition', by: 'calls' },
  F35: { name: 'a batch call that fails in part', by: 'calls' },
  F36: { name: 'rejected rows that can’t be stored', by: 'calls' },
  F37: { name: 'dead-letter queue and metrics down', by: 'calls' },
  F38: { name: 'access denied for a while', by: 'calls' },
  F39: { name: 'regions parted, a file adopted by the other while both work', by: 'regions' },
  F40: { name: 'a stream with poison, splits, batches that come again and late readers', by: 'streams' },
  F41: { name: 'a table that answers nobody for minutes', by: 'regions' },
  F42: { name: 'a region lost for minutes, its bucket with it or not', by: 'regions' },
  F43: { name: 'a tick of the sentinel that never comes', by: 'process' },
  F44: { name: 'a tick of the sentinel that comes twice', by: 'process' },
  F45: { name: 'a message gone for good while its file is worked on', by: 'delivery' },
} as const satisfies Readonly<Record<string, FaultClass>>;

export type FaultId = keyof typeof faultClasses;

export const faultIds = Object.keys(faultClasses) as FaultId[];

/** Those that a run can inject. */
export const injectable: readonly FaultId[] = faultIds.filter((id) => 'by' in faultClasses[id]);
