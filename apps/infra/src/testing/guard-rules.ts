import { readdirSync, readFileSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { dirname, join, parse } from 'node:path';
import { CfnGuardValidator } from '@cdklabs/cdk-validator-cfnguard';
import type { IPolicyValidationContext, IPolicyValidationPlugin, PolicyValidationPluginReport } from 'aws-cdk-lib';
import type { TemplateJson } from '../checks/physical-names';

/** `cfn-guard` comes as a binary for these only. */
export const GUARD_RUNS = ['linux', 'darwin'].includes(platform()) && ['x64', 'arm64'].includes(arch());

const RULES = join(dirname(require.resolve('@cdklabs/cdk-validator-cfnguard/package.json')), 'rules');

/**
 * The files of rules, by their names, that are of none of these types of resource, such as `AWS::S3::Bucket`: they find
 * nothing, and each costs as much as one that does.
 */
export function idleRules(types: ReadonlySet<string>): readonly string[] {
  return readdirSync(RULES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.guard'))
    .filter((file) => !typesIn(readFileSync(join(RULES, file), 'utf8')).some((type) => types.has(type)))
    .map((file) => parse(file).name);
}

const typesIn = (rules: string): readonly string[] => rules.match(/AWS::\w+::\w+/g) ?? [];

const typesOf = (templatePath: string): readonly string[] =>
  Object.values((JSON.parse(readFileSync(templatePath, 'utf8')) as TemplateJson).Resources).map(({ Type }) => Type);

/** CloudFormation Guard, with those of its rules that are of the templates' resources. */
export class GuardRules implements IPolicyValidationPlugin {
  readonly name = 'cdk-validator-cfnguard';

  validate({ templatePaths, ...context }: IPolicyValidationContext): PolicyValidationPluginReport {
    const types = new Set(templatePaths.flatMap(typesOf));
    const guard = new CfnGuardValidator({ disabledRules: [...idleRules(types)] });
    return guard.validate({ ...context, templatePaths });
  }
}
