import type { Store } from '../store/store';

/** How far each mapping has got in its shard, so that a crash repeats records and skips none. */
export interface StreamPositions {
  /** The sequence number from which a mapping goes on; undefined before its first start. */
  next(mappingId: string): number | undefined;
  /** Resolves when a crash can't undo it. */
  save(mappingId: string, next: number): Promise<void>;
}

const keyOf = (mappingId: string): string => `event-source/${mappingId}/next`;

export const createStreamPositions = (store: Store): StreamPositions => ({
  next(mappingId) {
    const bytes = store.get(keyOf(mappingId));
    return bytes && Number(Buffer.from(bytes).toString());
  },
  save: (mappingId, next) => store.commit([{ type: 'put', key: keyOf(mappingId), value: Buffer.from(String(next)) }]),
});
