import type { Store } from '../store/store';

/** What somebody has set a mapping to since the template made it. It outlives the process, as it does a deployment. */
export interface MappingSettings {
  readonly enabled?: boolean;
  /** `'unbounded'`: somebody took the template's bound away. */
  readonly maximumConcurrency?: number | 'unbounded';
  readonly tags?: Readonly<Record<string, string>>;
}

export interface MappingSettingsStore {
  of(mappingId: string): MappingSettings;
  save(mappingId: string, settings: MappingSettings): Promise<void>;
}

export function createMappingSettings(store: Store): MappingSettingsStore {
  const keyOf = (mappingId: string) => `lambda/mapping/${mappingId}`;
  return {
    of(mappingId) {
      const stored = store.get(keyOf(mappingId));
      return stored ? (JSON.parse(Buffer.from(stored).toString()) as MappingSettings) : {};
    },
    save: (mappingId, settings) =>
      store.commit([{ type: 'put', key: keyOf(mappingId), value: Buffer.from(JSON.stringify(settings)) }]),
  };
}
