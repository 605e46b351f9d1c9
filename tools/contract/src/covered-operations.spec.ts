import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SERVICES } from './arguments';
import { loadCases } from './load-cases';

const APPS = join(__dirname, '../../../apps');
const PACKAGE: Readonly<Record<string, (typeof SERVICES)[number]>> = {
  'client-dynamodb': 'dynamodb',
  'lib-dynamodb': 'dynamodb',
  'client-s3': 's3',
  'client-lambda': 'lambda',
  'client-sns': 'sns',
  'client-sqs': 'sqs',
  'client-sts': 'sts',
  'client-secrets-manager': 'secretsmanager',
};
/** What the document client calls otherwise than the service does. */
const DOCUMENT: Readonly<Record<string, string>> = {
  Get: 'GetItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  BatchGet: 'BatchGetItem',
  BatchWrite: 'BatchWriteItem',
};
/** Calls that no implementation but AWS gets, and why. */
const AWS_ONLY: Readonly<Record<string, string>> = {
  'secretsmanager.UpdateSecretVersionStage': 'rotation is started by AWS alone, on a schedule that nothing local plays',
  's3.UploadPartCopy': 'only an object beyond 5 GB is copied in parts',
};

/** Packages whose calls no case can make, and why. */
const NO_CASES: Readonly<Record<string, string>> = {
  'client-ec2': 'only the deployment calls it, of a VPC that nothing local has',
  's3-request-presigner': 'its URLs are `presign.*`',
  'util-dynamodb': 'calls nothing',
};

/** The operations that a source sends, as the cases name them. */
function operationsIn(source: string): readonly string[] {
  const imports = source.matchAll(/import (?:type )?\{([^}]*)\} from '@aws-sdk\/([\w-]+)';/g);
  return [...imports].flatMap(([, names = '', from = '']) => {
    const service = PACKAGE[from];
    if (service === undefined) return [];
    const commands = names.matchAll(/\b(\w+)Command\b/g);
    return [...commands].map(
      ([, name = '']) => `${service}.${from.startsWith('lib-') ? (DOCUMENT[name] ?? name) : name}`,
    );
  });
}

const sources = readdirSync(APPS, { recursive: true, withFileTypes: true })
  .filter(({ name }) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
  .map(({ parentPath, name }) => join(parentPath, name))
  .filter((path) => !/[\\/](testing|node_modules)[\\/]/.test(path));

it('are all that the functions call of these services: each is made by a case', () => {
  const called = new Set(sources.flatMap((path) => operationsIn(readFileSync(path, 'utf8'))));
  const made = new Set(loadCases(join(__dirname, '../cases')).flatMap(({ steps }) => steps.map((step) => step.do)));
  expect(called).toContain('dynamodb.PutItem');
  expect([...called].filter((operation) => !made.has(operation) && !(operation in AWS_ONLY))).toEqual([]);
});

it('are of packages that are known here', () => {
  const used = sources.flatMap((path) =>
    [...readFileSync(path, 'utf8').matchAll(/from '@aws-sdk\/([\w-]+)'/g)].map(([, name = '']) => name),
  );
  expect([...new Set(used)].filter((name) => !(name in PACKAGE) && !(name in NO_CASES))).toEqual([]);
});

it('are told by what a source imports', () => {
  const source = `
import { type AttributeValue, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  GetCommand,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb';
import { RevokeSecurityGroupEgressCommand } from '@aws-sdk/client-ec2';
`;
  expect(operationsIn(source)).toEqual(['dynamodb.PutItem', 'dynamodb.GetItem', 'dynamodb.Query']);
});
