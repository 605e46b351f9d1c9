import type { Outcome } from '../custom-resource/answer';

/** Takes rules from a security group; a rule that is not there is taken already. */
export interface SecurityGroups {
  revoke(direction: 'ingress' | 'egress', groupId: string): Promise<void>;
}

/**
 * Closes the default security group of a network: whatever is put into the network without a group of its own reaches
 * nothing, and is reached by nothing. EC2 makes the group with the network, with rules that no template can take away.
 * @throws Error when no group was named, or EC2 refuses
 */
export async function closeGroup(
  properties: Readonly<Record<string, unknown>>,
  groups: SecurityGroups,
): Promise<Outcome> {
  const groupId = properties['GroupId'];
  if (typeof groupId !== 'string' || groupId === '') throw new Error('The property GroupId names no security group.');
  await groups.revoke('ingress', groupId);
  await groups.revoke('egress', groupId);
  return { physicalId: `closed-${groupId}`, data: {} };
}
