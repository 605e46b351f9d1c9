import { XMLParser } from 'fast-xml-parser';
import { queueArn, queueNamed, RegionFixture } from '../http/region-fixture';

/** What botocore before 1.29 and the SDKs of its time send: a form, answered in XML. */
describe('the query protocol', () => {
  let region: RegionFixture;
  const parser = new XMLParser({ parseTagValue: false });

  beforeAll(async () => {
    region = await RegionFixture.start({
      queues: [
        queueNamed('dead-letters'),
        queueNamed('q', { redrive: { deadLetterArn: queueArn('dead-letters'), maxReceiveCount: 5 } }),
      ],
    });
  });
  afterAll(async () => {
    await region.stop();
    expect(region.defects).toEqual([]);
  });

  const authorization =
    'AWS4-HMAC-SHA256 Credential=OPERATOR/20260101/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=0';
  const call = async (Action: string, parameters: Record<string, string> = {}, path = '/000000000000/q') => {
    const answer = await fetch(region.endpoint + path, {
      method: 'POST',
      headers: { authorization },
      body: new URLSearchParams({ Action, Version: '2012-11-05', ...parameters }),
    });
    return { status: answer.status, ...(parser.parse(await answer.text()) as Record<string, never>) } as {
      status: number;
    } & Record<string, Record<string, Record<string, unknown>>>;
  };

  it('sends, receives, changes and deletes', async () => {
    const sent = await call('SendMessage', {
      QueueUrl: region.queueUrl('q'),
      MessageBody: 'a <b> & "c"',
      'MessageAttribute.1.Name': 'team',
      'MessageAttribute.1.Value.DataType': 'String',
      'MessageAttribute.1.Value.StringValue': 'ocean',
    });
    const { MessageId, MD5OfMessageBody, MD5OfMessageAttributes } = sent['SendMessageResponse']!['SendMessageResult']!;
    const received = await call('ReceiveMessage', {
      MaxNumberOfMessages: '10',
      VisibilityTimeout: '30',
      'AttributeName.1': 'ApproximateReceiveCount',
      'MessageAttributeName.1': 'All',
    });
    const message = received['ReceiveMessageResponse']!['ReceiveMessageResult']!['Message'] as Record<string, string>;
    expect(message).toMatchObject({
      MessageId,
      MD5OfBody: MD5OfMessageBody,
      MD5OfMessageAttributes,
      Body: 'a <b> & "c"',
      Attribute: { Name: 'ApproximateReceiveCount', Value: '1' },
      MessageAttribute: { Name: 'team', Value: { DataType: 'String', StringValue: 'ocean' } },
    });
    const ReceiptHandle = message['ReceiptHandle']!;
    expect((await call('ChangeMessageVisibility', { ReceiptHandle, VisibilityTimeout: '0' })).status).toBe(200);
    expect((await call('DeleteMessage', { ReceiptHandle })).status).toBe(200);
    const none = await call('ReceiveMessage');
    expect(Object.keys(none['ReceiveMessageResponse']!)).toEqual(['ResponseMetadata']);
  });

  it('sends batches', async () => {
    const { SendMessageBatchResponse } = await call('SendMessageBatch', {
      'SendMessageBatchRequestEntry.1.Id': 'one',
      'SendMessageBatchRequestEntry.1.MessageBody': 'x',
      'SendMessageBatchRequestEntry.1.DelaySeconds': '0',
      'SendMessageBatchRequestEntry.2.Id': 'two',
      'SendMessageBatchRequestEntry.2.MessageBody': '\u0001',
    });
    expect(SendMessageBatchResponse!['SendMessageBatchResult']).toMatchObject({
      SendMessageBatchResultEntry: { Id: 'one' },
      BatchResultErrorEntry: { Id: 'two', Code: 'InvalidMessageContents', SenderFault: 'true' },
    });
  });

  it('shows queues and their attributes', async () => {
    const url = await call('GetQueueUrl', { QueueName: 'q' }, '/');
    expect(url['GetQueueUrlResponse']!['GetQueueUrlResult']).toEqual({ QueueUrl: region.queueUrl('q') });
    const { GetQueueAttributesResponse } = await call('GetQueueAttributes', { 'AttributeName.1': 'QueueArn' });
    expect(GetQueueAttributesResponse!['GetQueueAttributesResult']).toEqual({
      Attribute: { Name: 'QueueArn', Value: queueArn('q') },
    });
    const { ListQueuesResponse } = await call('ListQueues', {}, '/');
    expect(ListQueuesResponse!['ListQueuesResult']).toEqual({
      QueueUrl: [region.queueUrl('dead-letters'), region.queueUrl('q')],
    });
  });

  it('moves messages', async () => {
    const SourceArn = queueArn('dead-letters');
    const started = await call('StartMessageMoveTask', { SourceArn, DestinationArn: queueArn('q') }, '/');
    expect(started['StartMessageMoveTaskResponse']!['StartMessageMoveTaskResult']).toEqual({
      TaskHandle: expect.any(String),
    });
    const listed = await call('ListMessageMoveTasks', { SourceArn }, '/');
    expect(listed['ListMessageMoveTasksResponse']!['ListMessageMoveTasksResult']).toMatchObject({
      ListMessageMoveTasksResultEntry: { SourceArn },
    });
  });

  it('answers faults with the codes of its time', async () => {
    const missing = await call('SendMessage', { QueueUrl: region.queueUrl('missing'), MessageBody: 'x' });
    expect(missing).toMatchObject({
      status: 400,
      ErrorResponse: { Error: { Type: 'Sender', Code: 'AWS.SimpleQueueService.NonExistentQueue' } },
    });
    const handle = await call('DeleteMessage', { ReceiptHandle: 'nonsense' });
    expect(handle).toMatchObject({ status: 404, ErrorResponse: { Error: { Code: 'ReceiptHandleIsInvalid' } } });
    const unknown = await call('AddPermission', { Label: 'x' });
    expect(unknown).toMatchObject({
      status: 501,
      ErrorResponse: { Error: { Message: 'The local cloud does not emulate AddPermission of SQS.' } },
    });
    expect(await call('ReceiveMessage', { ReceiveRequestAttemptId: 'x' })).toMatchObject({ status: 501 });
  });
});
