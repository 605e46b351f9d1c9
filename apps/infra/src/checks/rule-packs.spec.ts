import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { arch, platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, CfnResource, type IPolicyValidationPlugin, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks } from 'cdk-nag';
import { bundlesIn } from '../bundles';
import { createApp } from '../create-app';
import { GUARD_RUNS, GuardRules } from '../testing/guard-rules';
import type { Context } from '../testing/synthesise';
import { validated } from '../testing/validated';

interface Violation {
  readonly ruleName: string;
  readonly violatingConstructs: readonly { readonly constructPath?: string }[];
}

/** Rule @ construct. */
const textsOf = (violations: readonly Violation[]) =>
  violations.flatMap(({ ruleName, violatingConstructs }) =>
    violatingConstructs.map(({ constructPath }) => `${ruleName} @ ${constructPath}`),
  );

interface Report {
  readonly pluginReports: readonly {
    readonly pluginName: string;
    readonly violations: readonly Violation[];
    readonly suppressedViolations?: readonly (Violation &
      Readonly<Record<'acknowledgedId' | 'acknowledgedAt', string>>)[];
  }[];
}

/** What was built, and what the rules say of it. */
interface Ruled {
  readonly app: App;
  readonly report: Report;
}

function applyRules(directory: string, context: Context): Ruled {
  const code = bundlesIn(directory, (bundle) => {
    mkdirSync(bundle);
    writeFileSync(join(bundle, 'index.js'), '');
  });
  const outdir = join(directory, 'cdk.out');
  const app = createApp({ code, context, outdir });
  const guard: IPolicyValidationPlugin[] = GUARD_RUNS ? [new GuardRules()] : [];
  Validations.of(app).addPlugins(
    new AwsSolutionsChecks(app),
    new NIST80053R5Checks(app),
    new HIPAASecurityChecks(app),
    ...guard,
  );
  const printed = [jest.spyOn(console, 'error'), jest.spyOn(console, 'log')].map((spy) => spy.mockImplementation());
  try {
    validated(() => app.synth());
  } finally {
    for (const spy of printed) spy.mockRestore();
  }
  const report = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8')) as Report;
  return { app, report };
}

describe.each<[string, Context]>([
  ['as it comes', {}],
  [
    'with a domain and outages on purpose',
    { domain: 'files.example.com', hostedZoneId: 'Z0123456789ABCDEFGHIJ', faultInjection: 'true' },
  ],
])('the pipeline %s', (_name, context) => {
  let directory: string;
  let app: App;
  let report: Report;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'infra-rules-'));
    ({ app, report } = applyRules(directory, context));
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  describe('the rules of AwsSolutions, NIST 800-53, HIPAA and CloudFormation Guard', () => {
    it('have all run', () => {
      const ran = report.pluginReports.map(({ pluginName }) => pluginName);
      const guard = GUARD_RUNS ? ['cdk-validator-cfnguard'] : [];
      if (!GUARD_RUNS)
        process.stderr.write(`CloudFormation Guard has no binary for ${platform()} ${arch()}: left out.\n`);
      expect(ran).toEqual(['AwsSolutions', 'NIST.800.53.R5', 'HIPAA.Security', ...guard]);
    });

    it('are followed, or a resource says why not', () => {
      expect(report.pluginReports.flatMap(({ violations }) => textsOf(violations))).toEqual([]);
    });
  });

  describe('the acknowledgements', () => {
    const said = () =>
      app.node.findAll().flatMap((construct) =>
        construct.node.metadata
          .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
          .flatMap(({ data }) => Object.entries(data as Readonly<Record<string, string>>))
          .map(([id, reason]) => ({ construct, id, reason })),
      );

    it('stand at one resource each: none is for a stack, a concern or a whole app', () => {
      const wide = said().filter(
        ({ construct }) => !CfnResource.isCfnResource(construct.node.defaultChild ?? construct),
      );
      expect(wide.map(({ construct, id }) => `${id} @ ${construct.node.path}`)).toEqual([]);
    });

    it('name one finding: none is a pattern, and none of a rule with findings is for them all', () => {
      const patterns = said().filter(({ id }) => id.replace(/\[.*\]$/, '').includes('*') || id.endsWith('-IAM5'));
      expect(patterns.map(({ construct, id }) => `${id} @ ${construct.node.path}`)).toEqual([]);
    });

    it('are of a rule that would be broken: an unused one would hide the next breach', () => {
      const used = report.pluginReports.flatMap(({ suppressedViolations = [] }) =>
        suppressedViolations.map(({ acknowledgedId, acknowledgedAt }) => `${acknowledgedId} @ ${acknowledgedAt}`),
      );
      // Without the binary nothing can be said of its rules.
      const decidable = said().filter(({ id }) => GUARD_RUNS || !id.startsWith('cdk-validator-cfnguard'));
      expect(
        decidable.map(({ construct, id }) => `${id} @ ${construct.node.path}`).filter((one) => !used.includes(one)),
      ).toEqual([]);
    });

    it('give a reason, in a sentence', () => {
      expect(said().filter(({ reason }) => !/^[A-Z].{20,}\.$/.test(reason))).toEqual([]);
    });
  });
});
