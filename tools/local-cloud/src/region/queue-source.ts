import type { MessageSource } from '../event-source/message-source';
import { isBinary, md5 } from '../sqs/message-attributes';
import { type Queue, systemAttributes } from '../sqs/sqs-service';
import type { Outages } from './outages';

/** Owners of messages that a mapping's poller has: `event-source/<mapping>`. */
export const POLLER = 'event-source';

/** A queue of the region as a mapping polls it: in the region's own process, without a request, but not while SQS is out. */
export const queueSource = (queue: Queue, mappingId: string, outages: Pick<Outages, 'over'>): MessageSource => ({
  async receive({ max, waitSeconds, signal }) {
    const until = await outages.over('queue', signal);
    const received = await queue.receive({ max, waitSeconds, signal: until, owner: `${POLLER}/${mappingId}` });
    return received.map((message) => ({
      messageId: message.id,
      receiptHandle: message.receiptHandle,
      body: message.body,
      md5OfBody: md5(message.body),
      attributes: systemAttributes(message),
      messageAttributes: Object.fromEntries(
        Object.entries(message.attributes).map(([name, attribute]) => [
          name,
          { dataType: attribute.dataType, [isBinary(attribute) ? 'binaryValue' : 'stringValue']: attribute.value },
        ]),
      ),
    }));
  },
  delete: (receiptHandle) => queue.delete([receiptHandle]),
});
