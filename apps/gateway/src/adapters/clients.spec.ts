import { ComeBack } from '../errors';
import { called } from './clients';

const failing = (more: object) => Promise.reject(Object.assign(new Error('no'), more));

describe('a call of a service', () => {
  it('gives what it gives', async () => {
    expect(await called(Promise.resolve(7))).toBe(7);
  });

  it.each([
    ['is throttled', { name: 'ThrottlingException' }],
    ['is beyond what the table takes', { name: 'ProvisionedThroughputExceededException' }],
    ['is answered 503', { name: 'ServiceUnavailable', $metadata: { httpStatusCode: 503 } }],
    ['is not answered', { name: 'TimeoutError' }],
    ['is cut off', { code: 'ECONNRESET', name: 'Error' }],
  ])('that %s may be tried later', async (_, failure) => {
    await expect(called(failing(failure))).rejects.toThrow(ComeBack);
    await expect(called(failing(failure))).rejects.toMatchObject({ cause: failure });
  });

  it.each([
    ['is refused', { name: 'AccessDeniedException', $metadata: { httpStatusCode: 400 } }],
    ['is wrong', { name: 'ValidationException', $metadata: { httpStatusCode: 400 } }],
  ])('that %s is a fault of ours', async (_, failure) => {
    await expect(called(failing(failure))).rejects.not.toThrow(ComeBack);
    await expect(called(failing(failure))).rejects.toMatchObject(failure);
  });
});
