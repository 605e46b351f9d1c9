import {
  type EC2Client,
  type IpPermission,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import type { SecurityGroups } from './close-group';

/** The rules that EC2 gives a default group (VPC User Guide, "Default security groups"): all from its members, all to anybody. */
const ingress = (groupId: string): IpPermission[] => [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: groupId }] }];
const egress: IpPermission[] = [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }];

export const ec2SecurityGroups = (client: EC2Client): SecurityGroups => ({
  async revoke(direction, groupId) {
    try {
      if (direction === 'ingress') {
        const rules = { GroupId: groupId, IpPermissions: ingress(groupId) };
        await client.send(new RevokeSecurityGroupIngressCommand(rules));
      } else {
        await client.send(new RevokeSecurityGroupEgressCommand({ GroupId: groupId, IpPermissions: egress }));
      }
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'InvalidPermission.NotFound') throw error;
    }
  },
});
