import type { CloudFormationCustomResourceEvent } from 'aws-lambda';
import captured from '../fixtures/custom-resource-event.json';
import { type Answer, answer, type Make } from './answer';

const created = captured as CloudFormationCustomResourceEvent;
const later = (RequestType: 'Update' | 'Delete') =>
  ({ ...captured, RequestType, PhysicalResourceId: 'thing@here' }) as unknown as CloudFormationCustomResourceEvent;
const ids = {
  StackId: captured.StackId,
  RequestId: captured.RequestId,
  LogicalResourceId: 'ReplicaStream',
};
const made: Make = async () => ({ physicalId: 'thing@here', data: { StreamArn: 'arn' } });

function cloudFormation(refusals = 0) {
  const taken: { url: string; answer: Answer }[] = [];
  const lines: string[] = [];
  let now = 0;
  let left = refusals;
  const log = (message: string, fields: object) => void lines.push(`${message} ${JSON.stringify(fields)}`);
  const ports = {
    clock: { now: () => now, sleep: async (milliseconds: number) => void (now += milliseconds) },
    put: async (url: string, body: string) => {
      left -= 1;
      if (left >= 0) throw new Error('503');
      taken.push({ url, answer: JSON.parse(body) });
    },
    log: { info: log, error: log },
  };
  const run = (event: CloudFormationCustomResourceEvent, make: Make) =>
    answer(event, { getRemainingTimeInMillis: () => 900_000 }, make, ports);
  return { taken, lines, run };
}

describe('CloudFormation is answered', () => {
  it('with what was made, at the URL that it gave', async () => {
    const { taken, run } = cloudFormation();
    await run(created, made);
    expect(taken).toEqual([
      {
        url: captured.ResponseURL,
        answer: { Status: 'SUCCESS', PhysicalResourceId: 'thing@here', Data: { StreamArn: 'arn' }, ...ids },
      },
    ]);
  });

  it('with the reason, and an identity to delete, where nothing could be made', async () => {
    const { taken, run } = cloudFormation();
    await run(created, () => Promise.reject(new Error('There is no table.')));
    expect(taken.map((one) => one.answer)).toEqual([
      {
        Status: 'FAILED',
        Reason: 'There is no table.',
        PhysicalResourceId: `ReplicaStream-${captured.RequestId}`,
        ...ids,
      },
    ]);
  });

  it('under the identity that it knows, where an update fails: another one would delete the resource', async () => {
    const { taken, run } = cloudFormation();
    await run(later('Update'), () => Promise.reject(new Error('No.')));
    expect(taken[0]?.answer).toMatchObject({ Status: 'FAILED', PhysicalResourceId: 'thing@here' });
  });

  it('at once where the resource goes, since nothing of it is ours', async () => {
    const { taken, run } = cloudFormation();
    const make = jest.fn(made);
    await run(later('Delete'), make);
    expect(make).not.toHaveBeenCalled();
    expect(taken[0]?.answer).toEqual({ Status: 'SUCCESS', PhysicalResourceId: 'thing@here', ...ids });
  });

  it('in time: the work ends ten seconds before the function does', async () => {
    const make = jest.fn(made);
    await cloudFormation().run(created, make);
    expect(make).toHaveBeenCalledWith(captured.ResourceProperties, 890_000);
  });

  it('in 4,096 bytes, however long the reason', async () => {
    const { taken, run } = cloudFormation();
    await run(created, () => Promise.reject(new Error('x'.repeat(10_000))));
    expect(JSON.stringify(taken[0]?.answer).length).toBeLessThan(4_096);
  });

  it('again where it does not take the answer, and then Lambda calls again', async () => {
    const patient = cloudFormation(3);
    await patient.run(created, made);
    expect(patient.taken).toHaveLength(1);
    await expect(cloudFormation(4).run(created, made)).rejects.toThrow('503');
  });

  it('without the URL in the log, with which anybody could answer', async () => {
    const { lines, run } = cloudFormation();
    await run(created, made);
    expect(lines.join()).toContain('CloudFormation answered');
    expect(lines.join()).not.toContain('Signature');
  });
});
