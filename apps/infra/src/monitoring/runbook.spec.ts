import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type SynthesisedStack, synthesise } from '../testing/synthesise';

const { primary, standby } = synthesise();
const { faults } = synthesise({ faultInjection: 'true' });
const runbook = readFileSync(join(__dirname, '../../../../docs/runbook.md'), 'utf8');
const headings = [...runbook.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);

const alarmsOf = ({ resources }: SynthesisedStack) =>
  Object.values(resources)
    .filter(({ Type }) => /^AWS::CloudWatch::(Composite)?Alarm$/.test(Type))
    .map(({ Metadata, Properties }) => ({
      id: /\/([^/]+)\/Resource$/.exec(String(Metadata?.['aws:cdk:path']))?.[1],
      name: Properties?.['AlarmName'],
      description: String(Properties?.['AlarmDescription']),
    }));

describe.each([primary, standby])('the alarms of $region', (stack) => {
  it('are called as their constructs', () => {
    expect(alarmsOf(stack).map(({ name }) => name)).toEqual(alarmsOf(stack).map(({ id }) => `serverless-${id}-prod`));
  });

  it('each have a heading in the runbook, to which they lead', () => {
    for (const { id, description } of alarmsOf(stack)) {
      expect(headings).toContain(id);
      expect(description).toMatch(new RegExp(`\\. What to do: docs/runbook\\.md#${id}$`));
    }
  });
});

describe('the runbook', () => {
  it('has no heading without an alarm, and none twice', () => {
    const ids = [...alarmsOf(primary), ...alarmsOf(standby)].map(({ id }) => id);
    expect([...headings].sort()).toEqual([...new Set(ids)].sort());
  });

  it('speaks of resources that there are', () => {
    const stacks = [primary, standby, ...faults];
    const names = stacks.map(({ text, name }) => `${text} "${name}"`).join();
    const spoken = [...runbook.matchAll(/serverless-[a-z0-9-]+-prod/g)].map(([name]) => name);
    expect(spoken.length).toBeGreaterThan(10);
    expect(spoken.filter((name) => !names.includes(`"${name}"`))).toEqual([]);
  });

  it('speaks of knobs that there are', () => {
    const knobs = readFileSync(join(__dirname, '../config/pipeline-config.ts'), 'utf8');
    const spoken = [...runbook.matchAll(/`(?:storage|ingestion|processing|monitoring)\.(\w+)`/g)].map(
      ([, knob]) => knob,
    );
    expect(spoken.length).toBeGreaterThan(3);
    expect(spoken.filter((knob) => !knobs.includes(`readonly ${knob}:`))).toEqual([]);
  });
});
