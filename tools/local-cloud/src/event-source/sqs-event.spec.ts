import { sqsEvent } from './sqs-event';

describe('SQS event', () => {
  it('has the shape that Lambda sends', () => {
    const queueArn = 'arn:aws:sqs:us-west-2:000000000000:queue';
    const event = sqsEvent(
      [
        {
          messageId: '059f36b4-87a3-44ab-83d2-661975830a7d',
          receiptHandle: 'AQEB',
          body: 'Test message.',
          md5OfBody: 'e4e68fb7bd0e697a0ae8f1bb342846b3',
          attributes: { ApproximateReceiveCount: '1', SentTimestamp: '1545082649183' },
          messageAttributes: { reason: { dataType: 'String', stringValue: 'gone' } },
        },
      ],
      queueArn,
    );
    expect(event).toEqual({
      Records: [
        {
          messageId: '059f36b4-87a3-44ab-83d2-661975830a7d',
          receiptHandle: 'AQEB',
          body: 'Test message.',
          attributes: { ApproximateReceiveCount: '1', SentTimestamp: '1545082649183' },
          messageAttributes: {
            reason: { stringValue: 'gone', stringListValues: [], binaryListValues: [], dataType: 'String' },
          },
          md5OfBody: 'e4e68fb7bd0e697a0ae8f1bb342846b3',
          eventSource: 'aws:sqs',
          eventSourceARN: queueArn,
          awsRegion: 'us-west-2',
        },
      ],
    });
  });
});
