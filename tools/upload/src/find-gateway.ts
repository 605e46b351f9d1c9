import { UsageError } from '@pipeline/command-line';
import type { UploadArguments } from './arguments';
import type { GatewayClientOptions } from './gateway-client';

const LOCAL_CLOUD = 'http://127.0.0.1:4600';
const LOCAL_REGION = 'us-east-1';

/**
 * The gateway that was named, or that of the local cloud, which takes any credentials.
 * @throws UsageError
 */
export async function findGateway(
  { gateway, region }: Pick<UploadArguments, 'gateway' | 'region'>,
  localCloud = LOCAL_CLOUD,
): Promise<GatewayClientOptions> {
  if (gateway !== undefined) return { url: gateway, region: region ?? LOCAL_REGION };
  let status: { readonly apis?: readonly { readonly url: string }[] };
  try {
    status = (await (await fetch(`${localCloud}/_local/status`)).json()) as typeof status;
  } catch {
    throw new UsageError(
      `No local cloud answers at ${localCloud}: start one with npm start, or name a gateway with --gateway.`,
    );
  }
  const url = status.apis?.[0]?.url;
  if (url === undefined) throw new UsageError(`The local cloud at ${localCloud} has no gateway: synthesise again.`);
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return { url, region: LOCAL_REGION, credentials };
}
