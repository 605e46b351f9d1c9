import { GatewayClient } from '@pipeline/upload';
import type { CloudUnderTest, RegionName } from './run-cloud';

/** The gateway of a region, asked by whoever sits at this machine. */
export const gatewayOf = (cloud: CloudUnderTest, region: RegionName = 'us-east-1'): GatewayClient =>
  new GatewayClient({
    url: cloud.region(region).address.api,
    region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
