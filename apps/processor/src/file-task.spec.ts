import { fileId } from '@pipeline/record-schema';
import { adoptedTask, createdTask, sliceTask } from './file-task';

const address = { bucket: 'b', key: 'incoming/weather/a.csv', versionId: 'v1' };
const eventTime = '2026-03-14T09:26:53.589Z';

describe('a task', () => {
  it('of a created object is named after the region of first delivery, the key and the version', () => {
    const task = createdTask({ address, eventTime }, 'us-east-1');
    expect(task.fileId).toBe(fileId({ role: 'ingestion-us-east-1', key: address.key, versionId: 'v1' }));
    expect(task).toMatchObject({ slice: { start: 0, ordinal: 1, line: 1 }, deliveredAt: '2026-03-14T09:26:53.000Z' });
  });

  it('of an object without a version is named after its etag', () => {
    const { bucket, key } = address;
    const task = createdTask({ address: { bucket, key, etag: '"e"' }, eventTime }, 'us-east-1');
    expect(task.fileId).toBe(fileId({ role: 'ingestion-us-east-1', key, versionId: '"e"' }));
  });

  it('of an adopted file keeps its identity, wherever its bytes lie now', () => {
    const origin = {
      role: 'ingestion-us-east-1',
      key: address.key,
      versionId: 'v1',
      lastModified: '2026-03-14T09:26:53.000Z',
    };
    const task = adoptedTask({ kind: 'adopt', address: { bucket: 'c', key: 'adopted/x', versionId: 'w' }, origin });
    expect(task.fileId).toBe(createdTask({ address, eventTime }, 'us-east-1').fileId);
    expect(task.address.key).toBe('adopted/x');
  });

  it('of a slice is the slice', () => {
    const origin = { role: 'r', key: address.key };
    const slice = { start: 9, ordinal: 2, line: 3 };
    expect(sliceTask({ kind: 'slice', fileId: 'id', address, origin, slice, attempt: 4 })).toEqual({
      fileId: 'id',
      address,
      origin,
      slice,
      attempt: 4,
    });
  });
});
