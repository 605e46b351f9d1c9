import { pasteLines, unemulatedLine } from './welcome';

const address = (region: string, port: number) => ({
  region,
  endpoint: `http://127.0.0.1:${port}`,
  bucket: `files-${region}`,
  table: 'items',
  queue: 'files',
  auditBucket: 'trail',
  api: `http://127.0.0.1:${port + 10}`,
});

describe('the lines to paste', () => {
  const regions = [address('us-east-1', 4600), address('us-west-2', 4601)];
  const lines = pasteLines(regions, (region) =>
    region === 'us-west-2' ? { address: '127.0.0.1', port: 4651 } : undefined,
  ).split('\n');

  it('reach each region at its own places', () => {
    for (const { region, endpoint, bucket, api } of regions) {
      const from = lines.indexOf(`  # ${region}`);
      const own = lines.slice(from, lines.indexOf('', from)).join('\n');
      for (const place of [endpoint, `s3://${bucket}/incoming/`, `${api}/health`]) expect(own).toContain(place);
    }
  });

  it('ask the name server of a region that has one', () => {
    expect(lines.filter((line) => line.includes('dig'))).toEqual([
      expect.stringMatching(/^ {2}dig \+short @127\.0\.0\.1 -p 4651 active-region\.\S+ TXT$/),
    ]);
  });

  it('take something away from the first region', () => {
    const outage = lines.find((line) => line.includes('/_local/outage')) ?? '';
    expect(outage).toContain(regions[0]?.endpoint);
    expect(JSON.parse(/'(.*)'/.exec(outage)?.[1] ?? '')).toEqual({ table: 'fail' });
  });
});

it('counts what is not emulated', () => {
  const line = unemulatedLine([
    { type: 'AWS::CloudTrail::Trail', count: 1 },
    { type: 'AWS::EC2::Subnet', count: 3 },
  ]);
  expect(line).toContain('in the template, not emulated: CloudTrail::Trail, EC2::Subnet × 3');
});
