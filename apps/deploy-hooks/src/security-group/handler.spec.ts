import { EC2Client } from '@aws-sdk/client-ec2';
import type { CloudFormationCustomResourceEvent, Context } from 'aws-lambda';
import type { Answer } from '../custom-resource/answer';
import captured from '../fixtures/custom-resource-event.json';
import { ec2SecurityGroups } from './default-rules';
import { createHandler } from './handler';

const GroupId = 'sg-0a1b2c3d4e5f60718';

/** Deploys while EC2 does, or refuses, what it is asked. */
async function deploy(refusal?: Error, event: object = {}) {
  const asked: [string, unknown][] = [];
  const answers: Answer[] = [];
  const client = new EC2Client({ region: 'us-west-2' });
  jest.spyOn(client, 'send').mockImplementation(async (command: { constructor: { name: string }; input: object }) => {
    asked.push([command.constructor.name, command.input]);
    if (refusal) throw refusal;
  });
  const handler = createHandler({
    groups: ec2SecurityGroups(client),
    clock: { now: () => 0, sleep: async () => undefined },
    put: async (_url, body) => void answers.push(JSON.parse(body)),
    log: { info: () => undefined, error: () => undefined },
  });
  await handler(
    { ...captured, ResourceProperties: { GroupId }, ...event } as unknown as CloudFormationCustomResourceEvent,
    { getRemainingTimeInMillis: () => 60_000 } as Context,
  );
  return { asked, answer: answers[0] };
}

const named = (name: string) => Object.assign(new Error('EC2 says no.'), { name });

describe('the default security group', () => {
  it('loses both rules that it is born with', async () => {
    const { asked, answer } = await deploy();
    expect(asked).toEqual([
      [
        'RevokeSecurityGroupIngressCommand',
        { GroupId, IpPermissions: [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId }] }] },
      ],
      [
        'RevokeSecurityGroupEgressCommand',
        { GroupId, IpPermissions: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }] },
      ],
    ]);
    expect(answer).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: `closed-${GroupId}` });
  });

  it('may be closed already', async () => {
    const { asked, answer } = await deploy(named('InvalidPermission.NotFound'));
    expect(asked).toHaveLength(2);
    expect(answer?.Status).toBe('SUCCESS');
  });

  it('fails the deployment where it stays open', async () => {
    const { answer } = await deploy(named('UnauthorizedOperation'));
    expect(answer).toMatchObject({ Status: 'FAILED', Reason: 'EC2 says no.' });
  });

  it('has to be named', async () => {
    const { asked, answer } = await deploy(undefined, { ResourceProperties: {} });
    expect(asked).toEqual([]);
    expect(answer).toMatchObject({ Status: 'FAILED', Reason: 'The property GroupId names no security group.' });
  });

  it('stays closed when the resource goes: the network goes with it', async () => {
    const { asked, answer } = await deploy(undefined, { RequestType: 'Delete', PhysicalResourceId: 'closed-x' });
    expect(asked).toEqual([]);
    expect(answer).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'closed-x' });
  });
});
