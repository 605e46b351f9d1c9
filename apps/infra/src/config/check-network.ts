import type { NetworkConfig } from './pipeline-config';

interface Block {
  readonly first: number;
  readonly last: number;
}

/** A VPC takes 16 to 28 bits (VPC User Guide); beyond 24 a quarter of it is too small for endpoints and functions. */
function addressesOf(cidr: string): Block | undefined {
  const [address = '', bits = ''] = cidr.split('/');
  const octets = address.split('.').map(Number);
  const size = 2 ** (32 - Number(bits));
  const first = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  const isBlock = /^(\d{1,3}\.){3}\d{1,3}\/(1[6-9]|2[0-4])$/.test(cidr) && octets.every((octet) => octet <= 255);
  return isBlock && first % size === 0 ? { first, last: first + size - 1 } : undefined;
}

/** The mistakes in the blocks of addresses, one sentence each. */
export function checkNetwork({ primaryCidr, standbyCidr }: NetworkConfig): readonly string[] {
  const [primary, standby] = [primaryCidr, standbyCidr].map(addressesOf);
  const unreadable = (knob: string, cidr: string) =>
    `network.${knob} is "${cidr}": write a block of 16 to 24 bits from its first address on, such as 10.64.0.0/22.`;
  return [
    ...(primary ? [] : [unreadable('primaryCidr', primaryCidr)]),
    ...(standby ? [] : [unreadable('standbyCidr', standbyCidr)]),
    ...(primary && standby && primary.first <= standby.last && standby.first <= primary.last
      ? [
          `network.standbyCidr is ${standbyCidr}, which overlaps network.primaryCidr (${primaryCidr}): choose another one.`,
        ]
      : []),
  ];
}
