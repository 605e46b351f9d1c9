import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthesise } from '../testing/synthesise';

const { primary, standby } = synthesise();
/** The sources of an app, as one text. */
function sourcesOf(app: string): string {
  const folder = join(__dirname, `../../../${app}/src`);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
}

describe.each([primary, standby])('the saved queries of $region', ({ template }) => {
  const queries = Object.values(template.findResources('AWS::Logs::QueryDefinition')).map(
    ({ Properties }) => Properties as { Name: string; LogGroupNames: string[]; QueryString: string },
  );

  it('ask the logs of the functions on the way of the data', () => {
    expect(queries.map(({ Name }) => Name)).toContain('serverless-refused-messages-prod');
    expect(new Set(queries.flatMap(({ LogGroupNames }) => LogGroupNames))).toEqual(
      new Set(['serverless-data-processor-logs-prod', 'serverless-stream-auditor-logs-prod']),
    );
  });

  it('look for messages that the processor writes', () => {
    const messages = queries.flatMap(({ QueryString }) =>
      [...QueryString.matchAll(/message = "([^"]+)"/g)].map(([, message]) => message),
    );
    expect(messages).toHaveLength(2);
    for (const message of messages) expect(sourcesOf('processor')).toContain(`'${message}'`);
  });
});
