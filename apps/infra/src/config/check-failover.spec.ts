import { checkFailover } from './check-failover';
import { environments } from './environments';

const { failover } = environments.prod;
const domain = { name: 'files.example.com', hostedZoneId: 'Z0123456789ABCDEFGHIJ' };

it('holds as it ships, and with a domain', () => {
  expect(checkFailover(failover)).toEqual([]);
  expect(checkFailover({ ...failover, domain })).toEqual([]);
  expect(checkFailover({ ...failover, domain: { ...domain, name: 'dateien.xn--p1ai' } })).toEqual([]);
});

it.each([
  [{ healthCheckSeconds: 20 }, 'failover.healthCheckSeconds is 20: it must be 10 or 30 (Route 53).'],
  [{ domain: { ...domain, name: '' } }, 'domain is "": say the host'],
  [{ domain: { ...domain, name: 'https://files.example.com' } }, 'domain is "https://files.example.com": say the host'],
  [{ domain: { ...domain, name: 'localhost' } }, 'domain is "localhost": say the host'],
  [{ domain: { ...domain, name: `${'a'.repeat(64)}.example.com` } }, 'say the host'],
  [{ domain: { ...domain, hostedZoneId: '' } }, 'hostedZoneId is "": say the id'],
  [{ domain: { ...domain, hostedZoneId: '/hostedzone/Z1' } }, 'hostedZoneId is "/hostedzone/Z1": say the id'],
])('refuses %j', (wrong, said) => {
  expect(checkFailover({ ...failover, ...wrong })).toEqual([expect.stringContaining(said)]);
});
