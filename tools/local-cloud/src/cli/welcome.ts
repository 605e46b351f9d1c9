import colours from 'picocolors';
import { ACTIVE_REGION_RECORD } from '@pipeline/runtime-contract';
import type { RegionAddress } from '../region/boot-report';

/** What the template has and this machine does not play, in one line. */
export function unemulatedLine(resources: readonly { readonly type: string; readonly count: number }[]): string {
  const listed = resources.map(({ type, count }) => `${type.replace('AWS::', '')}${count > 1 ? ` × ${count}` : ''}`);
  return colours.dim(`in the template, not emulated: ${listed.join(', ')}`);
}

/** Where a machine in a region's network asks for names; undefined where the region's stack has no zone. */
type NameServerOf = (region: string) => { readonly address: string; readonly port: number } | undefined;

/** Lines that are ready to be pasted into another terminal, for each region. */
export function pasteLines(regions: readonly RegionAddress[], nameServer: NameServerOf): string {
  const endpoint = regions[0]?.endpoint ?? '';
  return `
${colours.bold('Ready.')} Any AWS client works against it. For the one region or the other, paste into another terminal:

${regions.map((region) => regionLines(region, nameServer(region.region))).join('\n')}
  # The line between them: what a region writes reaches the other later, or not at all until it is false again.
  curl -X PUT ${endpoint}/_local/replication -d '{"lagMs": 500, "partitioned": true}'

  # An outage of its table, bucket or queue (refuse, hang, fail; none ends it), and what comes of it in the next minutes.
  curl -X PUT ${endpoint}/_local/outage -d '{"table": "fail"}'
  curl ${endpoint}/_local/alarms; curl ${endpoint}/_local/notifications

Ctrl-C ends it.`;
}

const regionLines = (
  { endpoint, region, bucket, table, queue, api }: RegionAddress,
  names: ReturnType<NameServerOf>,
): string => `  # ${region}
  export AWS_ENDPOINT_URL=${endpoint} AWS_REGION=${region} AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local
  curl ${api}/health
  aws s3 cp my-weather.csv s3://${bucket}/incoming/weather/my-weather.csv
  aws dynamodb scan --table-name ${table} --filter-expression 'begins_with(recordId, :p)' --expression-attribute-values '{":p":{"S":"file#"}}'
  aws sqs get-queue-attributes --queue-url ${endpoint}/000000000000/${queue} --attribute-names All
${
  names
    ? `  dig +short @${names.address} -p ${names.port} ${ACTIVE_REGION_RECORD} TXT
`
    : ''
}`;
