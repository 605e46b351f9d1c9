import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CfnGuardValidator } from '@cdklabs/cdk-validator-cfnguard';
import type { IPolicyValidationContext } from 'aws-cdk-lib';
import { GUARD_RUNS, GuardRules, idleRules } from './guard-rules';

describe('a file of rules', () => {
  it('is idle where a template has no resource that it is of', () => {
    const idle = idleRules(new Set(['AWS::S3::Bucket', 'AWS::SQS::Queue']));
    expect(idle).toEqual(expect.arrayContaining(['ct-rds-pr-1', 'ct-iam-pr-1', 'ct-lambda-pr-2']));
    expect(idle).not.toContain('ct-s3-pr-11');
    expect(idle).not.toContain('ct-sqs-pr-1');
  });
});

(GUARD_RUNS ? describe : describe.skip)('the rules that are not idle', () => {
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'guard-rules-'));
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  it('find in a template what all rules find in it', () => {
    const file = join(directory, 'bare.template.json');
    const Resources = {
      Files: { Type: 'AWS::S3::Bucket', Properties: {} },
      Messages: { Type: 'AWS::SQS::Queue', Properties: {} },
    };
    writeFileSync(file, JSON.stringify({ Resources }));
    const context = { templatePaths: [file] } as unknown as IPolicyValidationContext;
    const found = new GuardRules().validate(context);
    expect(found.violations.length).toBeGreaterThan(5);
    expect(found).toEqual(new CfnGuardValidator().validate(context));
  });
});
