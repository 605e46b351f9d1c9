import type { RegionServices } from '../cloud/simulated-clients';
import type { SimulatedTable } from '../cloud/simulated-table';
import type { FaultId } from '../nemesis/fault-classes';
import type { Auditing } from '../world/auditing';
import type { Deliveries } from '../world/deliveries';
import type { Watching } from '../world/watching';
import type { TrailWatch } from './watch-trail';

/** The end of a run: everything has drained, nothing fails any more. */
export interface Ended {
  readonly regions: readonly RegionServices[];
  readonly table: SimulatedTable;
  readonly deliveries: Deliveries;
  readonly auditing: Auditing;
  readonly watching: Watching;
  /** What the trails must tell. */
  readonly changes: TrailWatch;
  /** What went backwards on the way. */
  readonly backwards: readonly string[];
  /** A build with raised schema versions was deployed meanwhile. */
  readonly isDeployed: boolean;
  /** The fault classes that took part. */
  readonly active: ReadonlySet<FaultId>;
}
