import { Tags } from 'aws-cdk-lib';
import { type ISubnet, type IVpc, IpAddresses, type Subnet, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { physicalName, type PipelineNames } from '@pipeline/runtime-contract';
import type { PipelineConfig } from '../config/pipeline-config';
import { acknowledge } from '../security/acknowledge';
import type { PermissionBoundary } from '../security/permission-boundary';
import { ClosedDefaultGroup } from '../deploy-hooks/closed-default-group';
import { FlowLogs } from './flow-logs';
import { ServiceEndpoints } from './service-endpoints';

export interface NetworkProps {
  readonly names: PipelineNames;
  readonly config: PipelineConfig;
  readonly region: string;
  readonly boundary: PermissionBoundary;
  /** Directory of the built bundle of apps/deploy-hooks. */
  readonly code: string;
}

/**
 * Where the functions on the data's way run: subnets without a way to the internet, from which exactly the services that
 * the code calls can be reached, and of those the pipeline's own resources only.
 */
export class Network extends Construct {
  readonly vpc: IVpc;
  readonly subnets: readonly ISubnet[];
  readonly endpoints: ServiceEndpoints;

  constructor(scope: Construct, id: string, { names, config, region, boundary, code }: NetworkProps) {
    super(scope, id);
    const { network, environment } = config;
    const cidr = region === config.primaryRegion ? network.primaryCidr : network.standbyCidr;

    const vpc = new Vpc(this, 'Vpc', {
      vpcName: names.network,
      ipAddresses: IpAddresses.cidr(cidr),
      maxAzs: network.zones,
      natGateways: 0,
      subnetConfiguration: [
        // A quarter of the block each, so that another zone doesn't cut the subnets anew.
        { name: 'isolated', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: Number(cidr.split('/')[1]) + 2 },
      ],
    });
    acknowledge(
      vpc,
      'Closed at deployment, by a function of ours: a template can only add rules, so the rule sees nothing of it.',
      'VPCDefaultSecurityGroupClosed',
    );
    // The library declares `vpnGatewayId` of the class wider than that of the interface.
    this.vpc = vpc as IVpc;
    this.subnets = vpc.isolatedSubnets;
    this.subnets.forEach((subnet, index) => {
      Tags.of(subnet as Subnet).add('Name', physicalName(`network-${index + 1}`, environment));
    });

    this.endpoints = new ServiceEndpoints(this, 'Endpoints', {
      vpc: this.vpc,
      names,
      tracing: config.processing.tracing,
    });
    new ClosedDefaultGroup(this, 'ClosedDefaultGroup', {
      groupId: vpc.vpcDefaultSecurityGroup,
      names,
      config: config.processing,
      boundary,
      code,
    });
    new FlowLogs(this, 'FlowLogs', { vpc: this.vpc, names, config: network, boundary });
  }
}
