import type { QueuedMessage } from '../cloud/simulated-queue';
import type { Network } from '../cloud/travel';
import type { Random } from '../engine/random';
import type { Deliveries } from './deliveries';
import { createdEvent } from './messages';
import type { Processing } from './processing';

/** Milliseconds within which files are worked on, in most histories. */
const BUSY = 6_000;

/** Instants at which a message is looked for: at some of them nobody works on any. */
const TRIES = 4;

interface Parts {
  readonly processing: Processing;
  readonly deliveries: Deliveries;
  readonly network: Network;
  readonly random: Random;
}

/**
 * Loses one message for good while it is worked on, and with it the process that works on it: nobody finishes its file, and
 * none but the sentinel can say so.
 */
export function loseMessage({ processing, deliveries, network, random }: Parts): void {
  const { scheduler, nemesis, history } = network;
  if (!nemesis.has('F45')) return;
  let isDone = false;
  for (let tries = 0; tries < TRIES; tries += 1) {
    scheduler.after(random.between(50, BUSY), () => {
      if (isDone) return;
      for (const [index, { ingest, region }] of processing.services.entries()) {
        const worked = [...ingest.messages.values()].filter(
          (message) =>
            message.receives > 0 && message.visibleAt > scheduler.now && isOfFile(message, region, deliveries),
        );
        if (worked.length === 0) continue;
        const message = random.pick(worked);
        ingest.messages.delete(message.id);
        processing.functions[index]?.processor.crash();
        history.record(scheduler.now, `${message.id} is gone for good, and who worked on it`);
        nemesis.hit('F45');
        isDone = true;
        return;
      }
    });
  }
}

/** Of a file that was delivered in this region and that can be read: its event, or one of its slices. */
function isOfFile({ body }: QueuedMessage, region: string, { files }: Deliveries): boolean {
  const own = files.filter((file) => file.region === region && file.fatal === undefined);
  if (own.some((file) => createdEvent(file) === body)) return true;
  if (!body.startsWith('{"kind":"slice",')) return false;
  const { origin } = JSON.parse(body) as { readonly origin: { readonly key: string; readonly versionId: string } };
  return own.some(({ key, versionId }) => key === origin.key && versionId === origin.versionId);
}
