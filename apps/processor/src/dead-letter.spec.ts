import { deadLetterOf } from './dead-letter';
import { RefuseFile, type RefusalCode, refusalCodes } from './errors';
import { createdTask } from './file-task';
import { message } from './testing/invoke';
import { MemoryCloud } from './testing/memory-ports';

const ports = new MemoryCloud().ports();
const task = createdTask(
  { address: { bucket: 'b', key: 'incoming/weather/a.csv', versionId: 'v1' }, eventTime: '2026-03-14T09:26:53.000Z' },
  'us-east-1',
);

describe('a dead letter', () => {
  it('says why, where, how often, since when and what to do', () => {
    const refusal = new RefuseFile('OBJECT_GONE', 'The object is gone.');
    const record = message('{}', 4);
    record.attributes.ApproximateFirstReceiveTimestamp = String(Date.parse('2026-03-14T09:26:54.000Z'));
    expect(deadLetterOf(record, refusal, task, ports)).toEqual({
      code: 'OBJECT_GONE',
      reason: 'The object is gone.',
      fileId: task.fileId,
      key: 'incoming/weather/a.csv',
      slice: 0,
      region: 'us-east-1',
      receives: 4,
      firstSeen: '2026-03-14T09:26:54.000Z',
      lastSeen: '2026-03-14T09:27:00.000Z',
      repair: 'Ask the producer to upload the file again; then purge this message: its bytes are gone.',
    });
  });

  it('of a body that nobody can read names no file', () => {
    const context = deadLetterOf(message('{}'), new RefuseFile('UNREADABLE', 'Not JSON.'), undefined, ports);
    expect(Object.keys(context)).not.toEqual(expect.arrayContaining(['fileId']));
    expect(context).toMatchObject({ code: 'UNREADABLE', receives: 1 });
  });

  it('has a repair for every code', () => {
    for (const code of Object.keys(refusalCodes) as RefusalCode[]) {
      expect(deadLetterOf(message('{}'), new RefuseFile(code, 'x'), task, ports).repair).toMatch(/^[A-Z].*\.$/);
    }
  });
});
