import type { QueuedMessage } from '../cloud/simulated-queue';
import type { FaultId } from '../nemesis/fault-classes';
import type { DeliveredFile } from '../world/delivered-file';
import { createdEvent } from '../world/messages';
import type { Ended } from './ended';
import { identify } from './identity';

/** With these a message can be refused twice, a region that is lost among them; without them each message of a fatal file is one dead letter. */
const REPEATING: readonly FaultId[] = ['F1', 'F6', 'F26', 'F27', 'F32', 'F33', 'F37', 'F42'];

/** Receives that every message has before it is given up: the queue's `maxReceiveCount`. */
const RECEIVES = 10;

/** What is fatal is among the dead letters, once, with its context; nothing else is there. */
export function checkDeadLetters({ regions, deliveries, active }: Ended): string[] {
  const exact = !REPEATING.some((id) => active.has(id));
  const early = deliveries.givenUp.filter((receives) => receives < RECEIVES);
  const hasty = early.map((receives) => `a message was given up after ${receives} receives, for what a retry mends`);
  const fatal = new Map(
    deliveries.files.filter((file) => file.fatal !== undefined).map((file) => [identify(file), file]),
  );
  return hasty.concat(
    regions.flatMap(({ region, deadLetters }) => {
      const letters = [...deadLetters.messages.values()];
      const expected = deliveries.files.filter((file) => file.region === region && file.fatal !== undefined);
      const ids = new Map(expected.map((file) => [identify(file), file]));
      const foreign = deliveries.foreign.filter((message) => message.region === region).map(({ body }) => body);
      return [
        ...letters.flatMap((letter) => unexpected(letter, isAdopted(letter) ? fatal : ids, foreign)),
        ...letters.flatMap(withoutContext),
        ...[...ids].flatMap(([id, file]) => {
          const own = letters.filter(({ attributes }) => attributes['fileId']?.StringValue === id);
          const optional = file.fatal === 'OBJECT_GONE';
          if (own.length === 0 && !optional) return [`${JSON.stringify(file.key)} is fatal and no dead letter says so`];
          // A file that was planned into slices and then deleted has one of each slice that was still to do.
          const again = own.length - new Set(own.map(({ body }) => body)).size;
          return exact && again > 0 ? [`${again} dead letters of ${JSON.stringify(file.key)} say it again`] : [];
        }),
        ...foreign.flatMap((body) =>
          letters.some((letter) => letter.body === body) ? [] : [`a foreign message was swallowed: ${body}`],
        ),
      ];
    }),
  );
}

/** A sentinel takes over whatever has no completed receipt: what is fatal is so in its region too. */
const isAdopted = ({ body }: QueuedMessage): boolean => /^\{"kind":"(slice|adopt)",/.test(body);

function unexpected(
  { attributes, body }: QueuedMessage,
  fatal: ReadonlyMap<string, DeliveredFile>,
  foreign: readonly string[],
): string[] {
  const fileId = attributes['fileId']?.StringValue;
  const code = attributes['code']?.StringValue;
  const file = fileId === undefined ? undefined : fatal.get(fileId);
  if (fileId === undefined) return foreign.includes(body) ? [] : [`a dead letter of no file: ${body.slice(0, 200)}`];
  if (!file)
    return [`a dead letter (${code}: ${attributes['reason']?.StringValue}) of ${attributes['key']?.StringValue}`];
  const unchanged = body === createdEvent(file) || /^\{"kind":"(slice|adopt)",/.test(body);
  return [
    ...(code === file.fatal ? [] : [`${JSON.stringify(file.key)} is ${file.fatal}, its dead letter says ${code}`]),
    ...(unchanged ? [] : [`the body of a dead letter was changed: ${body.slice(0, 200)}`]),
  ];
}

const CONTEXT = ['code', 'reason', 'region', 'receives', 'firstSeen', 'lastSeen', 'repair'];

const withoutContext = ({ id, attributes }: QueuedMessage): string[] =>
  CONTEXT.filter((name) => !attributes[name]?.StringValue).map((name) => `${id} does not say its ${name}`);
