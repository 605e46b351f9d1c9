import type { RejectedRow } from '@pipeline/record-schema';
import { summariseRejects } from './rejects';

const fault = (code: string, path: string) => ({ code, path, message: `${path} is wrong` });
async function* rows(...list: readonly Pick<RejectedRow, 'line' | 'faults'>[]) {
  yield* list as RejectedRow[];
}

it('sums rejected rows up by fault, the most frequent first, with the first line as example', async () => {
  const summary = await summariseRejects(
    rows(
      { line: 9, faults: [fault('field.type', 'wind')] },
      { line: 4, faults: [fault('field.missing', 'date'), fault('field.type', 'wind')] },
      { line: 5, faults: [fault('field.range', 'items[0].price'), fault('field.range', 'items[3].price')] },
    ),
  );
  expect(summary).toEqual([
    { code: 'field.type', path: 'wind', rows: 2, example: { line: 4, message: 'wind is wrong' } },
    { code: 'field.missing', path: 'date', rows: 1, example: { line: 4, message: 'date is wrong' } },
    { code: 'field.range', path: 'items[].price', rows: 1, example: { line: 5, message: 'items[0].price is wrong' } },
  ]);
});
