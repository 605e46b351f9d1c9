import type { DeliveredFile } from '../world/delivered-file';
import { createdEvent } from '../world/messages';
import { checkDeadLetters } from './check-dead-letters';
import type { Ended } from './ended';
import { identify } from './identity';

const gone: DeliveredFile = {
  key: 'incoming/orders/a.json',
  body: Buffer.from('[]'),
  rows: [],
  fatal: 'OBJECT_GONE',
  region: 'us-east-1',
  bucket: 'ingestion',
  versionId: 'v1',
  etag: '"e"',
  lastModified: '2026-03-14T10:00:00.000Z',
  at: 0,
};

/** Dead letters of these bodies, of one file; nothing comes twice but by the faults that take part. */
function judge(bodies: readonly string[], file = gone, faults: readonly string[] = []): string[] {
  const told = { fileId: identify(file), code: file.fatal, reason: 'r', region: 'us-east-1', receives: '1' };
  const context = { ...told, firstSeen: 't', lastSeen: 't', repair: 'r' };
  const attributes = Object.fromEntries(
    Object.entries(context).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
  );
  const messages = new Map(bodies.map((body, index) => [index, { id: String(index), body, attributes }]));
  return checkDeadLetters({
    regions: [{ region: 'us-east-1', deadLetters: { messages } }],
    deliveries: { files: [file], foreign: [], givenUp: [] },
    active: new Set(faults),
  } as unknown as Ended);
}

const slice = (start: number) => `{"kind":"slice","start":${start}}`;

it('holds of one dead letter for each message of a file that is gone', () => {
  expect(judge([createdEvent(gone)])).toEqual([]);
  expect(judge([slice(0), slice(500)])).toEqual([]);
});

it('names a message that was refused twice', () => {
  expect(judge([slice(0), slice(0), slice(500)])).toEqual([`1 dead letters of "${gone.key}" say it again`]);
});

it('holds of a message that was refused twice where processes die between the refusal and its acknowledgement', () => {
  for (const fault of ['F27', 'F42']) expect(judge([slice(0), slice(0)], gone, [fault])).toEqual([]);
});

it('names a fatal file without a dead letter, unless it may have been read before it was gone', () => {
  expect(judge([])).toEqual([]);
  expect(judge([], { ...gone, fatal: 'UNREADABLE' })).toEqual([`"${gone.key}" is fatal and no dead letter says so`]);
});

it('names a body that was changed', () => {
  expect(judge(['{}'])).toEqual(['the body of a dead letter was changed: {}']);
});
