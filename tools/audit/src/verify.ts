import { S3Client } from '@aws-sdk/client-s3';
import { Presets, SingleBar } from 'cli-progress';
import { flag, options, repeated, runCommand, text, UsageError } from '@pipeline/command-line';
import { findingLine } from './finding';
import { bucketSource, folderSource } from './trail-source';
import { type Verified, verifyTrails } from './verify-trail';

const HELP = `npm run audit:verify -- <folder | s3://bucket> [more trails] [options]
Walks audit trails: every object against the hash in its name, every digest against the next, every entry of one
identity against the others of all trails. Names the first object that was altered, removed or inserted.

  --head SHA256       a digest with this hash must be there: what an earlier verification ended with (any number)
  --endpoint URL      of the local cloud, for s3:// trails; without it AWS
  --profile NAME      the AWS profile to use
  --region REGION     of the buckets, default us-east-1; another one is found by itself
  --json              every finding, one JSON object a line
`;

/** The last line is the verdict. Returns the exit code. */
async function verify(argv: readonly string[]): Promise<number> {
  const { values, positionals } = options(
    argv,
    {
      ...{ head: repeated, endpoint: text, profile: text, region: text, json: flag },
    },
    { words: true },
  );
  if (positionals.length === 0) throw new UsageError('Name a folder or a bucket. --help says how.');
  const { endpoint, profile, region = 'us-east-1' } = values;
  const local = {
    endpoint: endpoint ?? '',
    forcePathStyle: true,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  };
  const client = new S3Client({
    region,
    followRegionRedirects: true,
    ...(profile === undefined ? {} : { profile }),
    ...(endpoint === undefined ? {} : local),
  });
  const sources = positionals.map((name) => {
    const bucket = /^s3:\/\/([^/]+)\/?$/.exec(name)?.[1];
    if (bucket === undefined && name.startsWith('s3:'))
      throw new UsageError(`A bucket is named s3://bucket, not ${name}.`);
    return bucket === undefined ? folderSource(name) : bucketSource(client, bucket, Date.now());
  });
  const bar = new SingleBar(
    { stream: process.stderr, format: ' verified {bar} {percentage}%  {value} of {total}  {eta_formatted} left' },
    Presets.shades_classic,
  );
  bar.start(0, 0);
  const verified = await verifyTrails(sources, {
    heads: values.head ?? [],
    progress: (done, total) => {
      bar.setTotal(total);
      bar.update(done);
    },
  }).finally(() => {
    bar.stop();
    client.destroy();
  });
  print(verified, values.json ?? false);
  return verified.findings.length === 0 ? 0 : 2;
}

function print({ findings, objects, unsealed, heads, entries }: Verified, json: boolean): void {
  const say = (line: string) => process.stdout.write(`${line}\n`);
  const total = Object.values(entries).reduce((sum, count) => sum + count, 0);
  const [first] = findings;
  const verdict = first ? 'does not hold' : 'holds';
  const text = first
    ? `${findings.length} found in ${objects} objects; the first: ${findingLine(first)}`
    : `${objects} objects, ${total} entries, each as it was written; ${unsealed} objects wait for their digest`;
  if (json) {
    findings.forEach((finding) => say(JSON.stringify(finding)));
    say(JSON.stringify({ verdict, text, objects, unsealed, heads, entries }));
    return;
  }
  for (const [dataset, count] of Object.entries(entries)) say(`${dataset}: ${count} entries`);
  for (const { trail, key, sha256 } of heads) say(`newest digest of ${trail}: ${key} --head ${sha256}`);
  say(`${verdict}: ${text}`);
}

void runCommand(HELP, verify);
