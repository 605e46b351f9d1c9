import type { DomainConfig, FailoverConfig } from './pipeline-config';

/** Labels of letters, digits and hyphens, two of them at least, in small letters as certificates have them (RFC 1123). */
const HOST = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+([a-z]{2,63}|xn--[a-z0-9-]{1,59})$/;
const ZONE_ID = /^Z[A-Z0-9]{6,31}$/;

/** The mistakes of a failover's configuration, one sentence each. */
export function checkFailover({ healthCheckSeconds, domain }: FailoverConfig): readonly string[] {
  return [
    ...([10, 30].includes(healthCheckSeconds)
      ? []
      : [`failover.healthCheckSeconds is ${healthCheckSeconds}: it must be 10 or 30 (Route 53).`]),
    ...(domain ? checkDomain(domain) : []),
  ];
}

function checkDomain({ name, hostedZoneId }: DomainConfig): readonly string[] {
  return [
    ...(HOST.test(name)
      ? []
      : [
          `domain is "${name}": say the host that producers call, in small letters, such as -c domain=files.example.com.`,
        ]),
    ...(ZONE_ID.test(hostedZoneId)
      ? []
      : [
          `hostedZoneId is "${hostedZoneId}": say the id of the public hosted zone that the domain belongs to, such as -c hostedZoneId=Z0123456789ABCDEFGHIJ (aws route53 list-hosted-zones).`,
        ]),
  ];
}
