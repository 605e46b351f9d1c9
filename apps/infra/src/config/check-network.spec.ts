import { checkNetwork } from './check-network';
import { environments } from './environments';

const check = (primaryCidr: string, standbyCidr: string) =>
  checkNetwork({ ...environments.prod.network, primaryCidr, standbyCidr });

describe('checkNetwork', () => {
  it('accepts two blocks beside each other', () => {
    expect(check('10.0.0.0/22', '10.0.4.0/22')).toEqual([]);
  });

  it.each(['10.0.0.0', '10.0.0.0/25', '10.0.0.0/15', '10.0.256.0/22', '10.0.1.0/22', 'ten'])('refuses %s', (cidr) => {
    expect(check(cidr, '192.168.0.0/16')).toEqual([
      `network.primaryCidr is "${cidr}": write a block of 16 to 24 bits from its first address on, such as 10.64.0.0/22.`,
    ]);
  });

  it.each([
    ['10.0.0.0/22', '10.0.0.0/22'],
    ['10.0.0.0/16', '10.0.255.0/24'],
    ['10.0.255.0/24', '10.0.0.0/16'],
  ])('refuses %s with %s, which could never be joined', (primary, standby) => {
    expect(check(primary, standby)).toEqual([
      `network.standbyCidr is ${standby}, which overlaps network.primaryCidr (${primary}): choose another one.`,
    ]);
  });
});
