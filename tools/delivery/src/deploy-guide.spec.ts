import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as cloudformation from '@aws-sdk/client-cloudformation';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import * as sqs from '@aws-sdk/client-sqs';
import { readAssembly } from './assembly';
import { shellCommands, shellWords } from './shell-commands';
import { type LocalCloud, startLocalCloud, WORKSPACE } from './testing/local-cloud';

jest.setTimeout(120_000);

const page = readFileSync(join(WORKSPACE, 'docs/deploy.md'), 'utf8');
const commands = shellCommands(page);
const starting = (...words: readonly string[]) =>
  commands.filter((command) => command.startsWith(`${words.join(' ')} `));
const stacks = readAssembly(join(WORKSPACE, 'cdk.out'));
const json = <T>(file: string) => JSON.parse(readFileSync(join(WORKSPACE, file), 'utf8')) as T;

/** Each variable's name, where it is set. */
const VARIABLES = Object.fromEntries(
  starting('export').map((command) => [/^export ([A-Z_]+)=/.exec(command)?.[1] ?? '', 'x']),
);

/** `--table-name` → `TableName` */
const pascal = (option: string) => option.replace(/(?:^--|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());

describe('the guide', () => {
  it('has commands, and of known programs only', () => {
    expect(commands.length).toBeGreaterThan(15);
    expect([...new Set(commands.map((command) => command.split(' ')[0]))].sort()).toEqual([
      'aws',
      'export',
      'node',
      'npm',
      'npx',
    ]);
  });

  it('sets every variable before it uses it', () => {
    const known: Record<string, string> = {};
    for (const command of commands) {
      const [, name, value = command] = /^export ([A-Z_]+)=(.*)$/.exec(command) ?? [];
      expect(() => shellWords(value.replace(/^\$\((.*)\)$/, '$1'), known)).not.toThrow();
      if (name) known[name] = 'x';
    }
  });

  it('uses commands and options that the CDK has, and context that the app reads', () => {
    const known = new Map<string, readonly string[]>();
    const sources = ['config/read-config.ts', 'delivery/read-delivery.ts'].map((file) =>
      readFileSync(join(WORKSPACE, 'apps/infra/src', file), 'utf8'),
    );
    // `context('key')`, or a reading of its own that is given the key and what stands where none is.
    const read = [...sources.join('').matchAll(/\b(?:context|onOff)\('(\w+)'/g)].map(([, key]) => key);
    const calls = [...starting('npx', 'cdk'), ...starting('npx', 'nx', 'run', 'infra:deploy-delivery')];
    expect(calls.length).toBeGreaterThan(7);
    for (const call of calls) {
      const words = shellWords(call, VARIABLES);
      const name = words[1] === 'cdk' ? words[2]! : 'deploy';
      if (!known.has(name)) {
        const cdk = join(WORKSPACE, 'node_modules/aws-cdk/bin/cdk');
        const help = execFileSync(process.execPath, [cdk, name, '--help'], { encoding: 'utf8', stdio: 'pipe' });
        expect(help).toContain(`cdk ${name}`);
        known.set(name, help.match(/--[a-z-]+/g) ?? []);
      }
      const options = words.filter((word) => /^--./.test(word));
      expect([call, options.filter((option) => !known.get(name)?.includes(option))]).toEqual([call, []]);
      for (const [at, word] of words.entries()) {
        const key = word === '-c' ? words[at + 1]!.split('=')[0]! : undefined;
        if (key) expect([call, key, read.includes(key)]).toEqual([call, key, true]);
      }
    }
  });

  it('names stacks, resources and outputs as they are synthesised', () => {
    const named = [...page.matchAll(/\b(?:serverless-[a-z0-9-]+-prod)\b/g)].map(([name]) => name);
    expect(named.length).toBeGreaterThan(5);
    const synthesised = stacks.flatMap(({ name, template }) => [name, JSON.stringify(template)]).join('\n');
    for (const name of named) expect(synthesised).toMatch(new RegExp(`(^|\\W)${name}(\\W|$)`, 'm'));
    for (const command of [...starting('npx', 'cdk', 'destroy'), ...starting('npx', 'cdk', 'deploy')]) {
      const [, stack] = /cdk \w+ (serverless-\S+)/.exec(command) ?? [];
      if (stack) expect(stacks.map(({ name }) => name)).toContain(stack);
    }
    const outputs = [...page.matchAll(/OutputKey=='(\w+)'/g)].map(([, name]) => name);
    expect(outputs).toHaveLength(3);
    expect(Object.keys(stacks.find(({ region }) => region === 'us-east-1')?.template.Outputs ?? {})).toEqual(
      expect.arrayContaining(outputs),
    );
  });

  it('runs scripts and targets that there are', () => {
    const { scripts } = json<{ scripts: Record<string, string> }>('package.json');
    const mentioned = [...page.matchAll(/npm run (?:--silent )?([a-z]+)/g)].map(([, name = '']) => name);
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(mentioned));
    const projects = new Map(
      ['apps', 'libs', 'tools']
        .flatMap((root) => readdirSync(join(WORKSPACE, root)).map((folder) => `${root}/${folder}/project.json`))
        .filter((file) => existsSync(join(WORKSPACE, file)))
        .map((file) => {
          const { name, targets } = json<{ name: string; targets: object }>(file);
          return [name, Object.keys(targets)] as const;
        }),
    );
    for (const [, project = '', target] of page.matchAll(/nx run ([a-z-]+):([a-z-]+)/g)) {
      expect(projects.get(project)).toContain(target);
    }
    for (const [, file = ''] of page.matchAll(/\(\.\.\/([^)#]+)\)/g))
      expect([file, existsSync(join(WORKSPACE, file))]).toEqual([file, true]);
    const workflows = [...page.matchAll(/^\| `([a-z-]+)` /gm)].map(([, name]) => `${name}.yml`);
    expect(workflows.sort()).toEqual(readdirSync(join(WORKSPACE, '.github/workflows')).sort());
  });

  it('calls operations that AWS has', () => {
    const clients: Readonly<Record<string, object>> = { cloudformation, dynamodb, sqs };
    const calls = commands.flatMap((command) => /(?:^|\$\()aws (\S+) (\S+)/.exec(command) ?? []);
    expect(calls.length).toBeGreaterThan(0);
    for (const command of commands) {
      const [, service = '', operation = ''] = /(?:^|\$\()aws (\S+) (\S+)/.exec(command) ?? [];
      if (!(service in clients)) continue;
      expect(Object.keys(clients[service]!)).toContain(`${pascal(`--${operation}`)}Command`);
    }
  });
});

describe('what the guide looks at, in the local cloud', () => {
  let cloud: LocalCloud;
  let variables: Record<string, string>;
  beforeAll(async () => {
    cloud = await startLocalCloud();
    variables = {
      BUCKET: 'serverless-data-ingestion-prod',
      TABLE: 'serverless-processed-data-prod',
      DEAD_LETTERS: `${cloud.endpoint}/000000000000/serverless-ingest-dlq-prod`,
    };
  });
  afterAll(() => cloud.stop());

  /** A command of the AWS CLI as the SDK takes it: options become members, and JSON is read. */
  function inputOf(command: string): Record<string, unknown> {
    const words = shellWords(command, variables).slice(3);
    const input: Record<string, unknown> = {};
    for (let at = 0; at < words.length; at += 2) {
      const [option = '', value = ''] = words.slice(at, at + 2);
      const member = pascal(option);
      input[member] = value.startsWith('{') ? JSON.parse(value) : member === 'AttributeNames' ? [value] : value;
    }
    return input;
  }
  const only = (list: readonly string[]) => {
    expect(list).toHaveLength(1);
    return list[0]!;
  };

  it('is there after the upload of step 3', async () => {
    const local = {
      region: 'us-east-1',
      endpoint: cloud.endpoint,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    };
    const [file = '', target = ''] = shellWords(only(starting('aws', 's3', 'cp')), variables).slice(3);
    const [, Bucket = '', Key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(target) ?? [];
    await new S3Client(local).send(new PutObjectCommand({ Bucket, Key, Body: readFileSync(join(WORKSPACE, file)) }));

    const table = new dynamodb.DynamoDBClient(local);
    const scan = inputOf(only(starting('aws', 'dynamodb', 'scan').filter((one) => one.includes('file#'))));
    const receipts = async () => (await table.send(new dynamodb.ScanCommand(scan as never))).Items ?? [];
    while ((await receipts())[0]?.['processingStatus']?.S !== 'COMPLETED') {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const [receipt] = await receipts();
    expect([receipt?.['rows']?.N, receipt?.['stored']?.N]).toEqual(['1461', '1461']);

    const query = inputOf(only(starting('aws', 'dynamodb', 'query')));
    const { Items } = await table.send(new dynamodb.QueryCommand(query as never));
    expect(Items?.map((item) => item['timestamp']?.S)).toEqual(['2012-01-01T00:00:00.000Z']);

    const depth = inputOf(only(starting('aws', 'sqs')));
    const { Attributes } = await new sqs.SQSClient(local).send(new sqs.GetQueueAttributesCommand(depth as never));
    expect(Attributes).toEqual({ ApproximateNumberOfMessages: '0' });
  });
});
