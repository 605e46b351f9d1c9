import type { ReceivedMessage } from './message-source';

/** The event with which Lambda hands messages to a function. Source: Lambda Developer Guide, "Example SQS message event". */
export interface SqsEvent {
  readonly Records: readonly object[];
}

export const sqsEvent = (messages: readonly ReceivedMessage[], queueArn: string): SqsEvent => ({
  Records: messages.map(({ messageId, receiptHandle, body, attributes, messageAttributes, md5OfBody }) => ({
    messageId,
    receiptHandle,
    body,
    attributes,
    messageAttributes: Object.fromEntries(
      Object.entries(messageAttributes).map(([name, { dataType, stringValue, binaryValue }]) => [
        name,
        {
          ...(stringValue === undefined ? {} : { stringValue }),
          ...(binaryValue === undefined ? {} : { binaryValue }),
          stringListValues: [],
          binaryListValues: [],
          dataType,
        },
      ]),
    ),
    md5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: queueArn.split(':')[3] ?? '',
  })),
});
