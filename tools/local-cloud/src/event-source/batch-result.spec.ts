import { readBatchResult } from './batch-result';

const ids = new Set(['a', 'b']);

describe('read a batch result', () => {
  it.each(['null', '{}', '{"batchItemFailures":[]}', '{"batchItemFailures":null}', '{"statusCode":200}'])(
    'takes %s for the success of all',
    (payload) => {
      expect(readBatchResult(payload, ids)).toEqual({ kind: 'done', failed: new Set() });
    },
  );

  it('fails the messages that are named', () => {
    const payload = '{"batchItemFailures":[{"itemIdentifier":"b"}]}';
    expect(readBatchResult(payload, ids)).toEqual({ kind: 'done', failed: new Set(['b']) });
  });

  it.each([
    ['text', '"ok"'],
    ['a list', '[]'],
    ['no JSON', '{'],
    ['failures that are no list', '{"batchItemFailures":{}}'],
    ['an id of no message', '{"batchItemFailures":[{"itemIdentifier":"a"},{"itemIdentifier":"c"}]}'],
    ['an empty id', '{"batchItemFailures":[{"itemIdentifier":""}]}'],
    ['no id', '{"batchItemFailures":[{"itemIdentifier":null}]}'],
    ['a wrong member name', '{"batchItemFailures":[{"itemId":"a"}]}'],
    ['a failure that is null', '{"batchItemFailures":[null]}'],
  ])('takes %s for the failure of all', (_, payload) => {
    expect(readBatchResult(payload, ids)).toEqual({ kind: 'all failed', reason: expect.any(String) });
  });

  it('says which identifier it does not know', () => {
    expect(readBatchResult('{"batchItemFailures":[{"itemIdentifier":"c"}]}', ids)).toEqual({
      kind: 'all failed',
      reason: 'batchItemFailures[0].itemIdentifier is "c", which is not in the batch.',
    });
  });
});
