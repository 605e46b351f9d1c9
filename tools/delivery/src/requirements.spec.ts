import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readAssembly } from './assembly';
import { missingIn, readRequirements } from './requirements';
import { WORKSPACE } from './testing/local-cloud';

const page = readFileSync(join(WORKSPACE, 'docs/architecture.md'), 'utf8');
const requirements = readRequirements(page);
const stacks = readAssembly(join(WORKSPACE, 'cdk.out'));
const exists = (file: string) => [join(WORKSPACE, file), join(WORKSPACE, 'apps/infra/src', file)].some(existsSync);

const built = requirements.filter(({ open }) => open === undefined);
const open = requirements.filter((row) => row.open !== undefined);

describe('the page of the architecture', () => {
  it('has every section of what was asked for', () => {
    expect([...page.matchAll(/^### (.+)$/gm)].map(([, heading]) => heading)).toEqual([
      'Global requirements',
      '1. Data ingestion layer',
      '2. Data processing layer',
      '3. Data storage layer',
      '4. Security and IAM',
      '5. Event-driven architecture',
      '6. Multi-region deployment',
      '7. Monitoring',
      'Error handling and resilience',
      'Security best practices',
      'Deliverables',
      'Performance, cost, governance',
    ]);
    expect(requirements.length).toBeGreaterThan(75);
  });

  it('links to files that there are', () => {
    for (const [, file = ''] of page.matchAll(/\]\(([^)#]+)\)/g)) {
      expect([file, existsSync(join(WORKSPACE, 'docs', file))]).toEqual([file, true]);
    }
  });
});

describe('a requirement that is met', () => {
  it.each(built)('$requirement: is made by files, in the templates, and tested', ({ code, resources, tests }) => {
    expect(code.filter((file) => !exists(file))).toEqual([]);
    expect(code.length).toBeGreaterThan(0);
    expect(resources.map((named) => [named.text, missingIn(stacks, named)])).toEqual(
      resources.map(({ text }) => [text, []]),
    );
    expect(tests.filter((file) => !file.endsWith('.spec.ts') || !exists(file))).toEqual([]);
    expect(tests.length).toBeGreaterThan(0);
  });
});

it('that are open really are, and none is the best of all', () => {
  for (const { resources, tests } of open) {
    expect(resources.length).toBeGreaterThan(0);
    // If this fails it is built: name its code and its tests, and take the "open" away.
    expect(resources.map((named) => [named.text, missingIn(stacks, named)])).toEqual(
      resources.map(({ text }) => [text, stacks.map(({ region }) => region)]),
    );
    expect(tests).toEqual([]);
  }
});

describe('the check', () => {
  const row = (code: string, template: string) =>
    readRequirements(
      `| requirement | code | template | test |\n| --- | --- | --- | --- |\n| r | ${code} | ${template} | – |\n`,
    );
  const missing = (template: string) => missingIn(stacks, row('`x`', `\`${template}\``)[0]!.resources[0]!);

  it.each([
    ['AWS::SQS::Queue Nowhere', ['us-east-1', 'us-west-2']],
    ['AWS::SQS::Topic IngestQueue', ['us-east-1', 'us-west-2']],
    ['AWS::SQS::Queue IngestQueue NoProperty', ['us-east-1', 'us-west-2']],
    ['AWS::SQS::Queue IngestQueue RedrivePolicy.maxReceiveCount=11', ['us-east-1', 'us-west-2']],
    ['AWS::DynamoDB::GlobalTable ProcessedTable', ['us-west-2']],
    ['AWS::DynamoDB::GlobalTable ProcessedTable @us-west-2', ['us-west-2']],
    ['AWS::DynamoDB::GlobalTable * @us-east-1', []],
    ['AWS::SQS::Queue IngestQueue RedrivePolicy.maxReceiveCount=10', []],
  ])('finds that %s is missing in %j', (template, regions) => {
    expect(missing(template)).toEqual(regions);
  });

  it('reads what is open, and refuses what is no resource', () => {
    expect(row('**open**: gateway', '`AWS::ApiGatewayV2::Api *`')).toMatchObject([{ open: 'gateway', code: [] }]);
    expect(() => row('`x`', '`a queue`')).toThrow('"a queue" is not a resource');
  });
});

describe('the owners', () => {
  const owners = readFileSync(join(WORKSPACE, '.github/CODEOWNERS'), 'utf8');
  const paths = [...owners.matchAll(/^\/(\S+)/gm)].map(([, path = '']) => path);

  it('are of folders that there are', () => {
    expect(paths.filter((path) => !existsSync(join(WORKSPACE, path)))).toEqual([]);
  });

  it('are said of every package', () => {
    const packages = ['apps', 'libs'].flatMap((root) =>
      readdirSync(join(WORKSPACE, root)).map((folder) => `${root}/${folder}/`),
    );
    expect(packages.filter((folder) => !paths.includes(folder))).toEqual([]);
  });
});
