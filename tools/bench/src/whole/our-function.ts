import { createRequire } from 'node:module';
import type { ProcessorHandler } from '@pipeline/processor';
import type { Contender } from '../contest/contender';
import { watched } from '../stub/watched';
import { BUCKET, KEY, surroundings } from './file-of-rows';
import type { WholeInput } from './whole-input';

/** The processor's bundle, called with an event as the queue sends it. */
export function ourFunction(): Contender {
  let handler: ProcessorHandler | undefined;
  return {
    async pass(text, see) {
      const { url, bundle, rows } = JSON.parse(text) as WholeInput;
      if (!handler) {
        surroundings(url);
        ({ handler } = createRequire(bundle)(bundle) as { readonly handler: ProcessorHandler });
      }
      const invoke = handler;
      const work = async () => {
        const { batchItemFailures } = await invoke(sqsEvent(), context() as never);
        if (batchItemFailures.length > 0) throw new Error('The function gave the message back: see its log.');
        return rows;
      };
      if (!see) return work();
      const { received } = await watched(url, work);
      see(received);
      return rows;
    },
  };
}

let delivered = 0;

/** Each delivery is of a version of its own, since a file that is complete is left alone. */
function sqsEvent() {
  delivered += 1;
  const s3 = {
    bucket: { name: BUCKET },
    object: { key: KEY, size: 1, eTag: 'one', versionId: `version-${delivered}` },
  };
  const record = { eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', eventTime: '2026-01-01T00:00:00.000Z', s3 };
  return {
    Records: [
      {
        messageId: 'message',
        receiptHandle: 'receipt',
        body: JSON.stringify({ Records: [{ eventVersion: '2.1', awsRegion: 'us-east-1', ...record }] }),
        attributes: {
          ApproximateReceiveCount: '1',
          SentTimestamp: '1767225600000',
          SenderId: 'AIDA',
          ApproximateFirstReceiveTimestamp: '1767225600000',
        },
        messageAttributes: {},
        md5OfBody: '',
        eventSource: 'aws:sqs',
        eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:serverless-ingest-queue-prod',
        awsRegion: 'us-east-1',
      },
    ],
  };
}

const context = () => ({
  awsRequestId: 'request',
  functionName: 'bench',
  memoryLimitInMB: '1769',
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:bench',
  getRemainingTimeInMillis: () => 3_600_000,
});
