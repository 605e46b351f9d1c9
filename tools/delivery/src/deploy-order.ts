import { isDeepStrictEqual } from 'node:util';
import type { Resource, Template } from './assembly';

/** `first`: nothing is deployed yet. `together`: the primary, then the standby. */
export type DeployOrder = 'first' | 'together' | 'standby-first';

/** What the primary's stack makes for both regions: a standby that is ahead of it would work on what isn't there yet. */
const MADE_FOR_BOTH = ['AWS::DynamoDB::GlobalTable', 'AWS::SecretsManager::Secret'];

const madeForBoth = ({ Resources }: Template): ReadonlyMap<string, Resource> =>
  new Map(
    Object.entries(Resources)
      .filter(([, { Type }]) => MADE_FOR_BOTH.includes(Type))
      // Metadata says where a resource comes from, nothing of what it is.
      .map(([logicalId, { Type, Properties = {} }]) => [logicalId, { Type, Properties }]),
  );

/**
 * Which region an update begins with: the standby, where a bad release harms least, unless what it shares changed.
 * @param deployed the primary's template as CloudFormation has it; undefined before the first deployment
 * @param synthesised the primary's template as it will be
 */
export function deployOrder(
  deployed: Template | undefined,
  synthesised: Template,
): { readonly order: DeployOrder; readonly reason: string } {
  if (!deployed) return { order: 'first', reason: 'nothing is deployed yet: the primary makes what the standby needs' };
  const before = madeForBoth(deployed);
  const after = madeForBoth(synthesised);
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
    (logicalId) => !isDeepStrictEqual(before.get(logicalId), after.get(logicalId)),
  );
  return changed.length === 0
    ? { order: 'standby-first', reason: 'the table and the secret are as deployed' }
    : { order: 'together', reason: `${changed.join(', ')} changed, which the primary makes for both regions` };
}
