import { Resolver } from 'node:dns/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cloud } from '@pipeline/local-cloud';
import { ACTIVE_REGION_RECORD } from '@pipeline/runtime-contract';
import { GatewayClient, uploadFile } from '@pipeline/upload';

/** A try that fails asks DNS again after so long, in milliseconds. */
const PAUSE_MS = 500;

/** Which region takes files, as a machine in a region's network is told. */
export async function activeRegion(cloud: Cloud, asSeenFrom: string): Promise<string> {
  const server = cloud.route53.nameServer(asSeenFrom);
  if (server === undefined) throw new Error(`${asSeenFrom} has no private zone: synthesise the templates again.`);
  const resolver = new Resolver({ timeout: 1_000, tries: 5 });
  resolver.setServers([`${server.address}:${server.port}`]);
  const [[region = ''] = []] = await resolver.resolveTxt(ACTIVE_REGION_RECORD);
  return region;
}

export interface SentFile {
  readonly fileId: string;
  readonly region: string;
  readonly tries: number;
}

/**
 * Sends a file by the gateway of the region that DNS names, as any producer would: what fails is tried again, wherever
 * DNS says by then. A try whose answer was lost may have arrived: then there are two files of the same rows.
 * @throws Error when no region took it in all that time
 */
export async function sendFile(cloud: Cloud, path: string, asSeenFrom: string, patienceMs: number): Promise<SentFile> {
  const until = Date.now() + patienceMs;
  for (let tries = 1; ; tries += 1) {
    const region = await activeRegion(cloud, asSeenFrom);
    try {
      const client = new GatewayClient({
        url: cloud.region(region).address.api,
        region,
        credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      });
      const { fileId } = await uploadFile(
        client,
        { dataset: 'weather', path, accelerated: false },
        { sent: () => undefined },
      );
      if (fileId === undefined) throw new Error(`S3 of ${region} told no version of ${path}.`);
      return { fileId, region, tries };
    } catch (error) {
      if (Date.now() > until) throw new Error(`No region took ${path}: ${(error as Error).message}`, { cause: error });
      await sleep(PAUSE_MS);
    }
  }
}
