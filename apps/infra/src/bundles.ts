import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The projects of functions, each built into a folder of its name. */
const bundleNames = ['processor', 'gateway', 'stream-auditor', 'sentinel', 'deploy-hooks'] as const;

/** Directories of the built bundles, each with its entry `index.js`. */
export type Bundles = Readonly<Record<(typeof bundleNames)[number], string>>;

/** The folders of a place into which all projects are built. `make` is called for each, before it is used. */
export function bundlesIn(place: string, make: (directory: string, name: string) => void = () => undefined): Bundles {
  return Object.fromEntries(
    bundleNames.map((name) => {
      const directory = join(place, name);
      make(directory, name);
      return [name, directory];
    }),
  ) as Bundles;
}

/** @throws Error naming a bundle that isn't built */
export function checkBundles(bundles: Bundles): void {
  for (const [name, directory] of Object.entries(bundles)) {
    if (!existsSync(join(directory, 'index.js'))) {
      throw new Error(`There is no bundle of ${name} in ${directory}. Build first: nx build ${name}`);
    }
  }
}
