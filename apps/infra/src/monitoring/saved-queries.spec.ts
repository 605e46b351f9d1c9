import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthesise } from '../testing/synthesise';

const { primary, standby } = synthesise();
const processor = join(__dirname, '../../../processor/src');
const sources = readdirSync(processor, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
  .map((file) => readFileSync(join(processor, file), 'utf8'))
  .join('\n');

describe.each([primary, standby])('the saved queries of $region', ({ template }) => {
  const queries = Object.values(template.findResources('AWS::Logs::QueryDefinition')).map(
    ({ Properties }) => Properties as { Name: string; LogGroupNames: string[]; QueryString: string },
  );

  it('ask the log of the processor', () => {
    expect(queries.map(({ Name }) => Name)).toContain('serverless-refused-messages-prod');
    for (const { LogGroupNames } of queries) expect(LogGroupNames).toEqual(['serverless-data-processor-logs-prod']);
  });

  it('look for messages that the processor writes', () => {
    const messages = queries.flatMap(({ QueryString }) =>
      [...QueryString.matchAll(/message = "([^"]+)"/g)].map(([, message]) => message),
    );
    expect(messages).toHaveLength(2);
    for (const message of messages) expect(sources).toContain(`'${message}'`);
  });
});
