import { CfnApiMapping, CfnDomainName } from 'aws-cdk-lib/aws-apigatewayv2';
import { CfnCertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { CfnRecordSet } from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import type { DomainConfig } from '../config/pipeline-config';
import type { HttpApi } from '../gateway/http-api';

export interface PublicDomainProps {
  readonly domain: DomainConfig;
  /** Of this stack. */
  readonly region: string;
  readonly role: 'PRIMARY' | 'SECONDARY';
  readonly api: HttpApi;
  /** Whether this stack's region takes files, as it judges itself. */
  readonly healthCheckId: string;
}

/** Both protocols, so that nobody is left out. */
const ADDRESSES = ['A', 'AAAA'] as const;

/**
 * A name of one's own for this region's API, and this region's half of the failover pair under it: each stack makes its own
 * certificate, name and records, so that neither waits for the other. That both regions' certificates are proven by one
 * record of the zone is ACM's doing: of one name in one account it asks for the same.
 */
export class PublicDomain extends Construct {
  readonly url: string;

  constructor(scope: Construct, id: string, { domain, region, role, api, healthCheckId }: PublicDomainProps) {
    super(scope, id);
    const certificate = new CfnCertificate(this, 'Certificate', {
      domainName: domain.name,
      validationMethod: 'DNS',
      domainValidationOptions: [{ domainName: domain.name, hostedZoneId: domain.hostedZoneId }],
      certificateTransparencyLoggingPreference: 'ENABLED',
    });
    const name = new CfnDomainName(this, 'Name', {
      domainName: domain.name,
      domainNameConfigurations: [
        {
          certificateArn: certificate.ref,
          endpointType: 'REGIONAL',
          securityPolicy: 'TLS_1_2',
          ipAddressType: 'dualstack',
        },
      ],
    });
    new CfnApiMapping(this, 'Mapping', { apiId: api.apiId, domainName: name.ref, stage: api.stage });
    for (const type of ADDRESSES) {
      new CfnRecordSet(this, type, {
        hostedZoneId: domain.hostedZoneId,
        name: domain.name,
        type,
        setIdentifier: region,
        failover: role,
        healthCheckId,
        aliasTarget: {
          dnsName: name.attrRegionalDomainName,
          hostedZoneId: name.attrRegionalHostedZoneId,
          // The check judges the region; an alias's own judgement would only add to it.
          evaluateTargetHealth: false,
        },
      });
    }
    this.url = `https://${domain.name}`;
  }
}
