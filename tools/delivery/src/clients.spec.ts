import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { deployedTemplate, watchPorts } from './clients';

/** CloudFormation, saying one thing. */
let server: Server;
let answer: { readonly status: number; readonly body: string };
const before = { ...process.env };
beforeAll(async () => {
  server = createServer((_, response) => {
    response.writeHead(answer.status, { 'content-type': 'text/xml' }).end(answer.body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { readonly port: number };
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
});
afterAll(() => {
  process.env = before;
  server.closeAllConnections();
  server.close();
});

const failure = (code: string, message: string) => ({
  status: 400,
  body: `<ErrorResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
});

describe('the deployed template', () => {
  it('is what CloudFormation has', async () => {
    const body = '{"Resources":{"A":{"Type":"AWS::SQS::Queue"}}}'.replaceAll('"', '&quot;');
    answer = {
      status: 200,
      body: `<GetTemplateResponse><GetTemplateResult><TemplateBody>${body}</TemplateBody></GetTemplateResult></GetTemplateResponse>`,
    };
    expect(await deployedTemplate('us-east-1', 's')).toEqual({ Resources: { A: { Type: 'AWS::SQS::Queue' } } });
  });

  it('is none where there is no stack', async () => {
    answer = failure('ValidationError', 'Stack with id s does not exist');
    expect(await deployedTemplate('us-east-1', 's')).toBeUndefined();
  });

  it('is not taken for none when nobody may read it', async () => {
    answer = failure('AccessDenied', 'User is not authorized to perform: cloudformation:GetTemplate');
    await expect(deployedTemplate('us-east-1', 's')).rejects.toThrow('not authorized');
  });
});

describe('the alarms', () => {
  afterEach(() => jest.restoreAllMocks());

  it('are those of the environment, in both regions and on all pages', async () => {
    const since = new Date('2026-03-14T09:00:00Z');
    const alarm = (AlarmName: string) => ({
      AlarmName,
      StateValue: 'ALARM',
      StateReason: 'R',
      StateTransitionedTimestamp: since,
      StateUpdatedTimestamp: new Date(0),
    });
    const asked: unknown[] = [];
    jest.spyOn(CloudWatchClient.prototype, 'send').mockImplementation((command) => {
      asked.push(command.input);
      const { NextToken } = command.input as { readonly NextToken?: string };
      const page =
        NextToken === undefined
          ? { MetricAlarms: [alarm('serverless-a-prod'), alarm('serverless-a-staging')], NextToken: 'more' }
          : { MetricAlarms: [alarm('serverless-b-prod')] };
      return Promise.resolve(page) as never;
    });
    const alarms = await watchPorts(['us-east-1', 'us-west-2'], 'prod').alarms();
    expect(alarms.map(({ name, region }) => `${name} ${region}`)).toEqual([
      'serverless-a-prod us-east-1',
      'serverless-b-prod us-east-1',
      'serverless-a-prod us-west-2',
      'serverless-b-prod us-west-2',
    ]);
    expect(alarms[0]).toMatchObject({ state: 'ALARM', since: since.getTime(), reason: 'R' });
    expect(asked[0]).toMatchObject({ AlarmNamePrefix: 'serverless-', AlarmTypes: ['MetricAlarm'] });
  });
});
